package io.tidegate.webhooks;

import static io.tidegate.webhooks.WebhookEventFixture.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.webhooks.address.NameResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** The law of tenants, for the threads that look names up. */
final class SlowNamesTest {

  @Test
  void aDeliveryHasItsPlaceUntilItsNameServerLetsItsThreadGo() throws Exception {
    CountDownLatch silent = new CountDownLatch(1);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    WebhooksConfig config = WebhookEventFixture.config("timeout", "PT0.05S");
    NameResolver names = host -> look(silent);
    try (HttpWebhooks post =
        HttpWebhooks.open(
            config, new HttpWebhooks.Parts(names, executor, SSLContext.getDefault()))) {
      WebhookEvent event =
          new WebhookEvent(
              "job.completed", ACME, "job_1", "https://hooks.example/", 1_795_000_000_000L);
      SignedEvent letter =
          SignedEvent.of(
              event,
              config.rules().check(event.url()),
              config.endpoints().get(ACME).secrets(),
              1_795_000_000_000L);
      CompletableFuture<DeliveryOutcome> slow = post.send(letter).toCompletableFuture();
      CompletableFuture<DeliveryOutcome> behind = post.send(letter).toCompletableFuture();

      assertThatThrownBy(() -> slow.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
      assertThat(behind).isNotDone();
      silent.countDown();
      assertThat(slow.get(10, TimeUnit.SECONDS).problem()).isEqualTo(Problem.TIMEOUT);
      assertThat(behind.get(10, TimeUnit.SECONDS).problem()).isEqualTo(Problem.TIMEOUT);
    } finally {
      silent.countDown();
      executor.shutdownNow();
    }
  }

  private static InetAddress[] look(CountDownLatch silent) throws UnknownHostException {
    try {
      silent.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    throw new UnknownHostException();
  }
}
