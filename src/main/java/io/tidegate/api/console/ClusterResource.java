package io.tidegate.api.console;

import io.tidegate.api.entry.Roles;
import io.tidegate.cluster.ClusterStatus;
import io.tidegate.settings.BuildVersion;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
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

  /** The members and their versions, and this server's leases. */
  @GET
  @Operation(
      operationId = "getCluster",
      summary = "The servers that see each other, and their leases")
  public ClusterStateView get() {
    return ClusterStateView.of(cluster.view(), BuildVersion.current());
  }
}
