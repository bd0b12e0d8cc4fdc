package io.tidegate.api.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tidegate.api.http.ListJson;
import io.tidegate.store.Page;
import io.tidegate.webhooks.WebhookEventView;
import java.util.List;

/**
 * A webhook event as its tenant and administrators see it. Times are epoch seconds, null for none.
 *
 * @param receiver scheme, host and port alone
 * @param lastStatus the status of the last attempt's answer, or null if there was none
 * @param lastProblem why the last attempt failed, or null
 */
@JsonNaming(SnakeCaseStrategy.class)
record WebhookEventJson(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String object,
    @JsonProperty(required = true) String type,
    @JsonProperty(required = true) String tenant,
    @JsonProperty(required = true) String subject,
    @JsonProperty(required = true) String receiver,
    @JsonProperty(required = true) String status,
    @JsonProperty(required = true) int attempts,
    Integer lastStatus,
    String lastProblem,
    @JsonProperty(required = true) Long createdAt,
    Long nextAttemptAt,
    Long endedAt) {

  /** A part of the list of events, as OpenAI's API shows lists. */
  @JsonNaming(SnakeCaseStrategy.class)
  record WebhookEventListJson(
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) List<WebhookEventJson> data,
      String firstId,
      String lastId,
      @JsonProperty(required = true) boolean hasMore) {}

  static WebhookEventJson of(WebhookEventView event) {
    WebhookEventView.Last last = event.last();
    return new WebhookEventJson(
        event.id(),
        "webhook_event",
        event.type(),
        event.tenant().value(),
        event.subject(),
        event.receiver(),
        event.state().label(),
        last.attempts(),
        last.status() == 0 ? null : (Integer) last.status(),
        last.problem() == null ? null : last.problem().label(),
        ListJson.seconds(event.times().created()),
        ListJson.seconds(event.times().due()),
        ListJson.seconds(event.times().ended()));
  }

  static WebhookEventListJson of(Page<WebhookEventView> page) {
    return ListJson.of(page, WebhookEventJson::of, WebhookEventJson::id, WebhookEventListJson::new);
  }
}
