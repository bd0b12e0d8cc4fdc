package io.tidegate.api.jobs;

import io.tidegate.exchange.TenantId;
import io.tidegate.store.Page;
import io.tidegate.webhooks.WebhookEventState;
import io.tidegate.webhooks.WebhookEventView;
import io.tidegate.webhooks.WebhookEvents;

/**
 * Which part of the list of webhook events is wanted.
 *
 * @param state the state they are in, or null for all
 * @param after the id of the event before the first, or null
 * @param limit the most events, 1 to 100
 */
record WebhookEventQuery(WebhookEventState state, String after, int limit) {

  /** That part of {@code tenant}'s events, or of everybody's if it is null. */
  Page<WebhookEventView> of(WebhookEvents events, TenantId tenant) {
    return events.list(tenant, state, after, limit);
  }
}
