package io.tidegate.api.usage;

import io.tidegate.api.entry.TenantOnly;
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

/** What the key's tenant has used, by key, model and day. */
@Path("v1/usage")
@ApplicationScoped
@TenantOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage", description = "What was used and what that costs")
@SecurityRequirement(name = "key")
public class OwnUsageResource {

  @Inject private HttpUsage usage;

  /** What was used, as JSON, or as CSV by {@code format=csv}. */
  @GET
  @Operation(
      operationId = "getOwnUsage",
      summary = "What the key's tenant has used, by key, model and day")
  @APIResponseSchema(value = UsageJson.class, responseCode = "200")
  public void get(
      @Context HttpServletRequest http,
      @BeanParam HttpUsageParameters asked,
      @Suspended AsyncResponse never) {
    usage.own(http, asked);
  }
}
