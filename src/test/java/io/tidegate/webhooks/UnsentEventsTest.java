package io.tidegate.webhooks;

import static io.tidegate.webhooks.WebhookEventFixture.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.metrics.Metric;
import io.tidegate.testing.RecordingMetrics;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** What a server does not get round to sending is no fault of the receiver's. */
final class UnsentEventsTest {

  private static final DeliveryOutcome ERROR = DeliveryOutcome.of(500, null);
  private static final DeliveryOutcome UNSENT = DeliveryOutcome.without(Problem.NOT_SENT);

  @Test
  void aServerWithoutAThreadForANameSaysThatNothingWasSent() throws Exception {
    WebhooksConfig config = WebhookEventFixture.config();
    HttpWebhooks.Parts parts =
        new HttpWebhooks.Parts(
            new TestNames(),
            task -> {
              throw new RejectedExecutionException();
            },
            SSLContext.getDefault());
    WebhookEvent event =
        new WebhookEvent(
            "job.completed", ACME, "job_1", "https://hooks.example/", WebhookEventFixture.START);
    ReceiverUrl target = ReceiverUrl.parse(event.url());
    SignedEvent letter =
        SignedEvent.of(
            event, target, config.endpoints().get(ACME).secrets(), WebhookEventFixture.START);

    try (HttpWebhooks post = HttpWebhooks.open(config, parts)) {
      assertThat(post.send(letter).toCompletableFuture()).isCompletedWithValue(UNSENT);
    }
  }

  @Test
  void anEventThatWasNotSentIsPutBackUncountedAtItsLastAttemptToo() {
    HandPost post = new HandPost();
    RecordingMetrics metrics = new RecordingMetrics();
    try (WebhookEventFixture fixture = new WebhookEventFixture()) {
      Courier courier =
          new Courier(
              WebhookEventFixture.config(),
              new Courier.Parts(fixture.store, post, Runnable::run, metrics),
              fixture.wall,
              new Random(1));
      fixture.put("job_1");
      for (int attempt = 1; attempt <= 10; attempt++) {
        fixture.now.set(fixture.only().times().due());
        courier.tick();
        post.reply(attempt < 8 ? ERROR : UNSENT);
      }

      assertThat(fixture.only().state()).isEqualTo(WebhookEventState.PENDING);
      assertThat(fixture.only().last())
          .isEqualTo(new WebhookEventView.Last(7, 0, Problem.NOT_SENT));
      assertThat(fixture.only().times().due()).isBetween(fixture.now.get(), soon(fixture));
      assertThat(metrics.count(Metric.WEBHOOKS, "failed", "not_sent")).isEqualTo(3);

      fixture.now.set(fixture.only().times().due());
      courier.tick();
      post.reply(ERROR);
      assertThat(fixture.only().state()).isEqualTo(WebhookEventState.DEAD);
    }
  }

  private static long soon(WebhookEventFixture fixture) {
    return fixture.now.get() + 5_000;
  }
}
