package io.tidegate.api.usage;

import io.tidegate.api.entry.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was used, by tenant, key, model and day. */
@Path("api/usage")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage", description = "What was used and what that costs")
@SecurityRequirement(name = "admin")
public class UsageResource {

  @Inject private HttpUsage usage;

  /** What was used, as JSON, or as CSV by {@code format=csv}. */
  @GET
  @Operation(operationId = "getUsage", summary = "What was used, by tenant, key, model and day")
  @APIResponseSchema(value = UsageJson.class, responseCode = "200")
  public void get(
      @Context HttpServletRequest http,
      @BeanParam HttpUsageParameters asked,
      @Suspended AsyncResponse never) {
    usage.all(http, asked);
  }
}
