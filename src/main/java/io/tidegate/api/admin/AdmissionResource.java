package io.tidegate.api.admin;

import io.tidegate.admission.Admission;
import io.tidegate.admission.PermitCount;
import io.tidegate.api.entry.Roles;
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

/** Who waits in the running server, and which accounts it may use. */
@Path("api/admission")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Admission", description = "Queues, permits and accounts of the running server")
@SecurityRequirement(name = "admin")
public class AdmissionResource {

  @Inject private Admission admission;
  @Inject private Accounts accounts;
  @Inject private PermitCount permits;

  /** The queues in which somebody waits or lately did, the permits, and the accounts. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(operationId = "getAdmission", summary = "Who waits, and which accounts may be used")
  public AdmissionJson get() {
    return AdmissionJson.of(admission.waiting(), permits, admission.lanes(), accounts.all());
  }
}
