package io.tidegate.api.jobs;

import io.tidegate.api.entry.Roles;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.ListParameters;
import io.tidegate.api.jobs.DeadLetterListJson.PurgedJson;
import io.tidegate.api.jobs.WebhookEventJson.WebhookEventListJson;
import io.tidegate.exchange.TenantId;
import io.tidegate.webhooks.WebhookEvents;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
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

  @Inject private WebhookEvents events;
  @Inject private HttpBlockingWork bench;

  /** The events of one tenant or of all, newest first: pending, delivered or dead ones, or all. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(
      operationId = "listAllWebhookEvents",
      summary = "Webhook events of one tenant or of all, newest first")
  @APIResponseSchema(value = WebhookEventListJson.class, responseCode = "200")
  public void list(
      @Context HttpServletRequest http,
      @QueryParam("tenant") String tenant,
      @BeanParam HttpEventParameters asked,
      @Suspended AsyncResponse never) {
    WebhookEventQuery query = asked.query();
    TenantId whose = ListParameters.tenant(tenant);
    bench.answer(http, () -> WebhookEventJson.of(query.of(events, whose)));
  }

  /** Sends an event now, with all attempts before it, also one that was delivered. */
  @POST
  @Path("{id}/retry")
  @Operation(operationId = "retryAnyWebhookEvent", summary = "Sends an event now")
  @APIResponseSchema(value = WebhookEventJson.class, responseCode = "200")
  public void retry(
      @Context HttpServletRequest http,
      @Suspended AsyncResponse never,
      @PathParam("id") String id,
      @QueryParam("tenant") String tenant) {
    TenantId whose = ListParameters.tenant(tenant);
    bench.change(
        http,
        () -> WebhookEventJson.of(events.find(id, whose)),
        () -> WebhookEventJson.of(events.retry(id, whose)));
  }

  /** Forgets what could not be delivered, of one tenant or of all. */
  @DELETE
  @Path("dead")
  @Operation(
      operationId = "purgeDeadWebhookEvents",
      summary = "Forgets what could not be delivered")
  @APIResponseSchema(value = PurgedJson.class, responseCode = "200")
  public void purge(
      @Context HttpServletRequest http,
      @QueryParam("tenant") String tenant,
      @Suspended AsyncResponse never) {
    TenantId whose = ListParameters.tenant(tenant);
    bench.change(http, null, () -> new PurgedJson(events.purgeDead(whose)));
  }
}
