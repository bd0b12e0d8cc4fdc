package io.tidegate.api.console;

import io.tidegate.api.entry.Roles;
import io.tidegate.cluster.ClusterStatus;
import io.tidegate.cluster.ClusterView;
import io.tidegate.settings.BuildVersion;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The servers that share limits, as this one sees them. */
@Path("api/cluster")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Cluster", description = "The servers that see each other, and what each may use")
@SecurityRequirement(name = "admin")
public class ClusterResource {

  @Inject private ClusterStatus cluster;

  /** What is told: the cluster's view, and this server's own version. */
  private record Shown(
      String condition,
      boolean shared,
      String version,
      List<ClusterView.Peer> members,
      List<ClusterView.Share> leases) {}

  /** The members and their versions, and this server's leases. */
  @GET
  public String get() {
    ClusterView view = cluster.view();
    return ConsoleJson.of(
        new Shown(
            view.condition(),
            view.shared(),
            BuildVersion.current(),
            view.members(),
            view.leases()));
  }
}
