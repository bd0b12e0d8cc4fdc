package io.tidegate.api.jobs;

import io.tidegate.api.entry.KeyArea;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.jobs.WebhookEventJson.WebhookEventListJson;
import io.tidegate.tenants.keys.ScopeNames;
import io.tidegate.webhooks.WebhookEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What became of a tenant's webhook events. */
@Path("api/webhooks")
@ApplicationScoped
@TenantOnly
@KeyArea(ScopeNames.WEBHOOKS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks", description = "Events told by HTTP, and what became of them")
@SecurityRequirement(name = "key")
public class WebhooksResource {

  @Inject private WebhookEvents events;
  @Inject private HttpBlockingWork bench;

  /** The events, newest first: pending, delivered or dead ones, or all. */
  @GET
  @Operation(operationId = "listWebhookEvents", summary = "Webhook events, newest first")
  @APIResponseSchema(value = WebhookEventListJson.class, responseCode = "200")
  public void list(
      @Context HttpServletRequest http,
      @BeanParam HttpEventParameters asked,
      @Suspended AsyncResponse never) {
    WebhookEventQuery query = asked.query();
    bench.answer(http, tenant -> WebhookEventJson.of(query.of(events, tenant)));
  }

  /** Sends an event now, with all attempts before it, also one that was delivered. */
  @POST
  @Path("{id}/retry")
  @Operation(operationId = "retryWebhookEvent", summary = "Sends an event now")
  @APIResponseSchema(value = WebhookEventJson.class, responseCode = "200")
  public void retry(
      @Context HttpServletRequest http,
      @Suspended AsyncResponse never,
      @PathParam("id") String id) {
    bench.answer(http, tenant -> WebhookEventJson.of(events.retry(id, tenant)));
  }
}
