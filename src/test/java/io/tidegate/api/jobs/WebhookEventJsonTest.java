package io.tidegate.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.Page;
import io.tidegate.webhooks.Problem;
import io.tidegate.webhooks.WebhookEventState;
import io.tidegate.webhooks.WebhookEventView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tenants and administrators see of webhook events. */
final class WebhookEventJsonTest {

  private static final TenantId ANNA = new TenantId("anna");

  private static final WebhookEventView DEAD =
      new WebhookEventView(
          "evt_1",
          "job.completed",
          ANNA,
          "job_1",
          "https://hooks.test:8443",
          WebhookEventState.DEAD,
          new WebhookEventView.Last(3, 500, Problem.UNREACHABLE),
          new WebhookEventView.Times(1_000, 0, 9_999));
  private static final String DEAD_SHOWN =
      """
      {"id":"evt_1","object":"webhook_event","type":"job.completed","tenant":"anna",\
      "subject":"job_1","receiver":"https://hooks.test:8443","status":"dead","attempts":3,\
      "last_status":500,"last_problem":"unreachable","created_at":1,"next_attempt_at":null,\
      "ended_at":9}\
      """;
  private static final WebhookEventView PENDING =
      new WebhookEventView(
          "evt_2",
          "batch.failed",
          ANNA,
          "batch_1",
          "https://hooks.test",
          WebhookEventState.PENDING,
          new WebhookEventView.Last(0, 0, null),
          new WebhookEventView.Times(1_000, 2_500, 0));
  private static final String PENDING_SHOWN =
      """
      {"id":"evt_2","object":"webhook_event","type":"batch.failed","tenant":"anna",\
      "subject":"batch_1","receiver":"https://hooks.test","status":"pending","attempts":0,\
      "last_status":null,"last_problem":null,"created_at":1,"next_attempt_at":2,\
      "ended_at":null}\
      """;

  @Test
  void whatHasNotHappenedIsNull() {
    assertThat(ApiJson.text(WebhookEventJson.of(DEAD))).isEqualTo(DEAD_SHOWN);
    assertThat(ApiJson.text(WebhookEventJson.of(PENDING))).isEqualTo(PENDING_SHOWN);
  }

  @Test
  void aListNamesItsFirstAndItsLast() {
    assertThat(ApiJson.text(WebhookEventJson.of(new Page<>(List.of(DEAD, PENDING), true))))
        .isEqualTo(
            "{\"object\":\"list\",\"data\":["
                + DEAD_SHOWN
                + ","
                + PENDING_SHOWN
                + "],\"first_id\":\"evt_1\",\"last_id\":\"evt_2\",\"has_more\":true}");
  }
}
