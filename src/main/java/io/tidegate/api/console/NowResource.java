package io.tidegate.api.console;

import io.tidegate.api.entry.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How this server fares now and fared in the last hour. */
@Path("api/now")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
@Tag(name = "Now", description = "This server's figures: of this moment, and of the last hour")
@SecurityRequirement(name = "admin")
public class NowResource {

  @Inject private HttpNow now;

  /** This moment, and the last hour. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "getNow", summary = "This moment, and the last hour")
  @APIResponseSchema(value = NowView.class, responseCode = "200")
  public NowView get() {
    return now.view();
  }

  /** This moment once a second, and the last hour every ten, as server-sent events. */
  @GET
  @Path("events")
  @Operation(operationId = "followNow", summary = "This moment once a second, as it comes")
  @APIResponse(
      responseCode = "200",
      description = "Events with the figures of the moment, and now and then of the hour.",
      content =
          @Content(mediaType = "text/event-stream", schema = @Schema(type = SchemaType.STRING)))
  public void events(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    now.follow(http);
  }
}
