package io.tidegate.api.console;

import io.tidegate.admission.Admission;
import io.tidegate.api.entry.Roles;
import io.tidegate.api.open.RefusalLog;
import io.tidegate.routing.nodes.Accounts;
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

/** Who waits at this server, and who was refused. */
@Path("api/queue")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queue", description = "Who waits, and who was refused within the last hour and why")
@SecurityRequirement(name = "admin")
public class QueueResource {

  @Inject private Admission admission;
  @Inject private RefusalLog refusals;
  @Inject private Accounts accounts;

  /** The models and tenants for which calls wait, and what was refused. */
  @GET
  @Operation(operationId = "getQueue", summary = "Who waits, and who was refused")
  public QueueView get() {
    return QueueView.of(admission.lanes(), refusals.rows(), accounts.all());
  }
}
