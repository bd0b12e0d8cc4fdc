package io.tidegate.api.admin;

import io.tidegate.api.entry.Roles;
import io.tidegate.scaling.Scaling;
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

/** How many gateways and nodes the load needs. */
@Path("api/scaling")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Scaling", description = "How many gateways and nodes the load of all servers needs")
@SecurityRequirement(name = "admin")
public class ScalingResource {

  @Inject private Scaling scaling;

  /** What is wanted and what is there, for the gateway and for the nodes of each model. */
  @GET
  @Operation(
      operationId = "getScaling",
      summary = "How many gateways and nodes are wanted and there")
  public ScalingJson get() {
    return ScalingJson.of(scaling.view());
  }
}
