package io.tidegate.admission;

import static io.tidegate.exchange.ErrorCode.GATEWAY_OVERLOADED;
import static io.tidegate.exchange.ErrorCode.QUEUE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Priority;
import io.tidegate.metrics.Metric;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens when the queue is full, and to those whom that does not concern. */
class QueueBoundsTest {

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final Hall hall = new Hall(new AdmissionConfig(MAX_WAIT, 4, 1000));
  private final Admission admission = hall.admission();

  @RegisterExtension final ToReproduce facts = new ToReproduce(hall.clock());

  @Test
  void refusesTheCallsOfTheTenantWhoHasMostWaiting() {
    List<FakeCandidate> heavy = hall.enter("heavy", 5);

    assertThat(heavy.subList(0, 4)).allMatch(FakeCandidate::waits);
    assertThat(heavy.get(4).refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
    assertThat(heavy.get(4).refused().retryAfter()).as("nothing is known yet").isNull();
  }

  @Test
  void modelsThatClientsMakeUpAreNotAllRemembered() {
    List<String> madeUp = IntStream.range(0, 1_500).mapToObj(i -> "model-" + i).toList();

    for (String model : madeUp) {
      admission.began(model);
      admission.ended(model, Duration.ofSeconds(1).toNanos(), true);
    }

    assertThat(madeUp)
        .filteredOn(model -> admission.demand(model).serviceSeconds() > 0)
        .hasSize(1_000);
  }

  @Test
  void displacesTheNewestCallOfTheTenantWhoHasMostWaiting() {
    List<FakeCandidate> heavy = hall.enter("heavy", 4);

    List<FakeCandidate> light = hall.enter("light", 3);

    assertThat(heavy.get(3).refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
    assertThat(light.subList(0, 1)).allMatch(FakeCandidate::waits);
    assertThat(light.get(2).refusedFor()).as("now both have two").isEqualTo(GATEWAY_OVERLOADED);
    assertThat(admission.waiting()).isEqualTo(4);
    assertThat(refusals("displaced", "normal")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void countsTokensNotCallsWhenItLooksForTheTenantWhoHasMost() {
    hall.tokens = 10_000;
    FakeCandidate large = hall.enter("large");
    hall.tokens = 100;
    List<FakeCandidate> small = hall.enter("small", 4);

    assertThat(large.refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
    assertThat(small).allMatch(FakeCandidate::waits);
  }

  @Test
  void displacesTheLeastUrgentFirstAndNeverTheMoreUrgent() {
    hall.priority = Priority.LOW;
    FakeCandidate low = hall.enter("a");
    hall.priority = Priority.NORMAL;
    List<FakeCandidate> normal = hall.enter("b", 3);
    hall.priority = Priority.HIGH;
    FakeCandidate high = hall.enter("c");
    hall.priority = Priority.LOW;
    FakeCandidate lowAgain = hall.enter("d");

    assertThat(low.refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
    assertThat(lowAgain.refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
    assertThat(normal).allMatch(FakeCandidate::waits);
    assertThat(high.waits()).isTrue();
    assertThat(refusals("displaced", "low")).isEqualTo(1);
    assertThat(refusals("overloaded", "low")).isEqualTo(1);
  }

  @Test
  void boundsTheBytesToo() {
    hall.bytes = 500;
    FakeCandidate first = hall.enter("a");
    FakeCandidate second = hall.enter("a");
    hall.bytes = 160;
    FakeCandidate fits = hall.enter("a");

    assertThat(first.waits()).isTrue();
    assertThat(second.refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
    assertThat(fits.waits()).isTrue();
    assertThat(hall.metrics().gauge(Metric.QUEUE_BYTES)).isEqualTo(660);
    hall.free(2);
    assertThat(hall.metrics().gauge(Metric.QUEUE_BYTES)).isZero();
  }

  @Test
  void leavesRoomForOthersAndForOtherModelsHoweverMuchOneSendsForOne() {
    Hall large = new Hall(new AdmissionConfig(MAX_WAIT, 1000, 64_000));
    large.bytes = 1000;
    large.enter("heavy", 100);
    large.model = "n";
    List<FakeCandidate> elsewhere = large.enter("heavy", 100);
    large.bytes = 100;
    FakeCandidate light = large.enter("light");
    large.model = "o";
    FakeCandidate another = large.enter("light");
    FakeCandidate ownOther = large.enter("other");

    assertThat(List.of(elsewhere.get(0), light, another, ownOther)).allMatch(FakeCandidate::waits);
    assertThat(large.metrics().gauge(Metric.QUEUE_BYTES)).isBetween(46_000L, 64_000L);
    large.pass(MAX_WAIT);
    large.admission().tick();
    assertThat(large.metrics().gauge(Metric.QUEUE_BYTES)).isZero();
  }

  @Test
  void letsNobodyWaitWhenTheQueueHasNoLength() {
    Hall strict = new Hall(new AdmissionConfig(MAX_WAIT, 0, 1000));
    strict.freeQuietly(1);

    assertThat(strict.enter("a").started()).isTrue();
    assertThat(strict.enter("a").refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
    FakeCandidate retry = strict.call("a");
    strict.admission().reenter(retry);
    assertThat(retry.refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
  }

  @Test
  void takesInARetryThoughItIsFullAndPutsItInFrontOfItsTenantsCalls() {
    List<FakeCandidate> calls = hall.enter("a", 4);
    FakeCandidate retry = hall.call("a");
    retry.onStart(() -> hall.started().add(retry));

    admission.reenter(retry);
    hall.free(2);

    assertThat(hall.started()).containsExactly(retry, calls.get(0));
  }

  @Test
  void doesNotDisplaceARetryButEndsItsWaitInTime() {
    hall.enter("a", 2);
    List<FakeCandidate> retries = List.of(hall.call("a"), hall.call("a"), hall.call("a"));
    retries.forEach(admission::reenter);
    List<FakeCandidate> others = hall.enter("b", 2);

    assertThat(retries).allMatch(FakeCandidate::waits);
    assertThat(others).anyMatch(FakeCandidate::waits);
    hall.pass(MAX_WAIT);
    admission.tick();

    assertThat(retries).allMatch(call -> call.refusedFor() == QUEUE_TIMEOUT);
  }

  @Test
  void takesInARetryThatWouldWaitForTooLong() {
    Hall large = new Hall();
    large.drainEvery(Duration.ofMillis(100));
    large.enter("a", 80);
    large.deadline = Duration.ofSeconds(1);
    FakeCandidate retry = large.call("a");

    large.admission().reenter(retry);

    assertThat(large.enter("a").refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
    assertThat(retry.waits()).isTrue();
  }

  private long refusals(String reason, String priority) {
    return hall.metrics().count(Metric.QUEUE_REFUSALS, Hall.LANE, reason, priority);
  }
}
