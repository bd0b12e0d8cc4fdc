package io.tidegate.api.jobs;

import io.tidegate.api.entry.Roles;
import io.tidegate.api.jobs.DeadLetterListJson.PurgedJson;
import io.tidegate.api.jobs.WebhookEventJson.WebhookEventListJson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What became of everybody's webhook events. */
@Path("api/admin/webhooks")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks", description = "Events told by HTTP, and what became of them")
@SecurityRequirement(name = "admin")
public class AdminWebhooksResource {

  @Inject private HttpNotices notices;

  /** The events of one tenant or of all, newest first: pending, delivered or dead ones, or all. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Parameter(name = "tenant", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Operation(
      operationId = "listAllWebhookEvents",
      summary = "Webhook events of one tenant or of all, newest first")
  @APIResponseSchema(value = WebhookEventListJson.class, responseCode = "200")
  @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
  public void list(
      @Context HttpServletRequest http,
      @Suspended AsyncResponse never,
      @QueryParam("status") String status,
      @QueryParam("limit") String limit,
      @QueryParam("after") String after) {
    notices.list(asked(http), status, limit, after);
  }

  /** Sends an event now, with all attempts before it, also one that was delivered. */
  @POST
  @Path("{id}/retry")
  @Parameter(name = "tenant", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Operation(operationId = "retryAnyWebhookEvent", summary = "Sends an event now")
  @APIResponseSchema(value = WebhookEventJson.class, responseCode = "200")
  public void retry(
      @Context HttpServletRequest http,
      @Suspended AsyncResponse never,
      @PathParam("id") String id) {
    notices.retry(asked(http), id);
  }

  /** Forgets what could not be delivered, of one tenant or of all. */
  @DELETE
  @Path("dead")
  @Parameter(name = "tenant", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Operation(
      operationId = "purgeDeadWebhookEvents",
      summary = "Forgets what could not be delivered")
  @APIResponseSchema(value = PurgedJson.class, responseCode = "200")
  public void purge(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    notices.purge(asked(http));
  }

  private static HttpNotices.Question asked(HttpServletRequest http) {
    return HttpNotices.Question.ofAdmin(http, http.getParameter("tenant"));
  }
}
