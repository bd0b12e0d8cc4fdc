package io.tidegate.webhooks;

import static io.tidegate.webhooks.WebhookEventFixture.ACME;
import static io.tidegate.webhooks.WebhookEventFixture.BETA;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several servers at once: no event is lost, or sent by two at the same time. */
class CourierLawsTest {

  private static final int SERVERS = 3;
  private static final int EVENTS = 120;

  private final long seed = new Random().nextLong();

  @RegisterExtension final ToReproduce seeds = new ToReproduce(seed);

  @Test
  void everyEventEndsOnceAndNoneIsSentByTwoAtOnce() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try (WebhookEventFixture fixture = new WebhookEventFixture()) {
      Receivers receivers = new Receivers(new Random(seed), executor);
      RecordingMetrics metrics = new RecordingMetrics();
      for (int i = 0; i < EVENTS; i++) {
        fixture.put(i % 2 == 0 ? ACME : BETA, "job_" + i, "https://h" + i % 7 + ".example/");
      }

      StartGate.run(
          SERVERS,
          server -> {
            Courier courier =
                new Courier(
                    WebhookEventFixture.config("first-retry", "PT0.001S"),
                    new Courier.Parts(fixture.store, receivers, executor, metrics),
                    fixture.wall,
                    new Random(seed + server));
            while (fixture.store.pending() > 0) {
              fixture.now.addAndGet(10);
              courier.tick();
            }
          });

      assertThat(receivers.wrong).isEmpty();
      assertThat(fixture.all(WebhookEventState.PENDING)).isEmpty();
      int delivered = fixture.all(WebhookEventState.DELIVERED).size();
      int dead = fixture.all(WebhookEventState.DEAD).size();
      assertThat(delivered + dead).isEqualTo(EVENTS);
      assertThat(receivers.taken).hasSize(delivered);
      assertThat(receivers.taken.values()).allMatch(times -> times == 1);
    } finally {
      executor.shutdown();
      assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Take one letter of two, and complain about what must not be. */
  private static final class Receivers implements EventSender {

    final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    final Map<String, Integer> taken = new ConcurrentHashMap<>();

    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private final AtomicLong random;
    private final ExecutorService executor;

    Receivers(Random random, ExecutorService executor) {
      this.random = new AtomicLong(random.nextLong());
      this.executor = executor;
    }

    @Override
    public CompletionStage<DeliveryOutcome> send(SignedEvent letter) {
      if (open.merge(letter.id(), 1, Integer::sum) > 1) {
        wrong.add("twice at once: " + letter.id());
      }
      boolean takes = new Random(random.incrementAndGet()).nextBoolean();
      return CompletableFuture.supplyAsync(
          () -> {
            open.merge(letter.id(), -1, Integer::sum);
            if (takes) {
              taken.merge(letter.id(), 1, Integer::sum);
            }
            return DeliveryOutcome.of(takes ? 200 : 500, null);
          },
          executor);
    }
  }
}
