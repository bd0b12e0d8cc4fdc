package io.tidegate.admission;

import static io.tidegate.exchange.ErrorCode.DEADLINE_EXCEEDED;
import static io.tidegate.exchange.ErrorCode.GATEWAY_OVERLOADED;
import static io.tidegate.exchange.ErrorCode.QUEUE_TIMEOUT;
import static io.tidegate.metrics.Metric.QUEUE_BYTES;
import static io.tidegate.metrics.Metric.QUEUE_LENGTH;
import static io.tidegate.metrics.Metric.QUEUE_REFUSALS;
import static io.tidegate.metrics.Metric.QUEUE_WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gets a place at once, who waits, and who is refused. */
class AdmissionTest {

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);
  private static final Duration TENTH = Duration.ofMillis(100);

  private final Hall hall = new Hall();
  private final Admission admission = hall.admission();

  @RegisterExtension final ToReproduce facts = new ToReproduce(hall.clock());

  @Test
  void refusesOnArrivalWhoWouldWaitForTooLong() {
    hall.drainEvery(TENTH);
    List<FakeCandidate> patient = hall.enter("a", 88);
    hall.deadline = Duration.ofSeconds(2);

    FakeCandidate hasty = hall.enter("a");

    assertThat(patient).allMatch(FakeCandidate::waits);
    assertThat(hasty.refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
    assertThat(hasty.refused().retryAfter())
        .as("89 at 10 per s, less 0.9 of 2 s")
        .isBetween(Duration.ofMillis(6500), Duration.ofMillis(7200));
    assertThat(refusals("overloaded")).isEqualTo(1);
  }

  @Test
  void refusesNobodyByPredictionBeforeItHasSeenPlacesComeFree() {
    assertThat(hall.enter("a", 900)).allMatch(FakeCandidate::waits);
    assertThat(admission.expectedWait(Hall.LANE)).isZero();
  }

  @Test
  void namesATimeOfOneToEightSeconds() {
    hall.drainEvery(TENTH);
    hall.enter("a", 89);

    List<FakeCandidate> refused = hall.enter("a", 10);
    hall.pass(Duration.ofSeconds(9));
    hall.deadline = Duration.ofMillis(100);
    FakeCandidate later = hall.enter("a");

    assertThat(refused.get(9).refused().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(later.refused().retryAfter()).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void letsWhoeverHasNobodyAheadWaitHoweverBadTheRate() {
    hall.drainEvery(TENTH);
    hall.enter("a");
    hall.pass(MAX_WAIT);
    admission.tick();
    hall.deadline = Duration.ofMillis(200);

    assertThat(hall.enter("a").waits()).isTrue();
    assertThat(hall.enter("a").refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
  }

  @Test
  void endsTheWaitThatHasLastedForTooLong() {
    hall.drainEvery(TENTH);
    double margin = admission.lanes().get(0).margin();
    FakeCandidate call = hall.enter("a");

    hall.pass(MAX_WAIT.minusNanos(1));
    admission.tick();
    assertThat(call.waits()).isTrue();
    hall.pass(Duration.ofNanos(1));
    admission.tick();

    assertThat(call.refusedFor()).isEqualTo(QUEUE_TIMEOUT);
    assertThat(call.refused().retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
    assertThat(admission.lanes().get(0).margin()).isEqualTo(margin * 0.9);
    assertThat(refusals("timeout")).isEqualTo(1);
    assertThat(waits("expired")).containsExactly(MAX_WAIT.toNanos());
  }

  @Test
  void endsTheWaitWithTheCallsOwnDeadline() {
    hall.deadline = Duration.ofSeconds(1);
    FakeCandidate call = hall.enter("a");
    hall.deadline = Duration.ofMillis(-1);
    FakeCandidate late = hall.enter("a");

    hall.pass(Duration.ofSeconds(1));
    hall.free(1);

    assertThat(call.refusedFor()).isEqualTo(QUEUE_TIMEOUT);
    assertThat(late.refusedFor()).isEqualTo(DEADLINE_EXCEEDED);
    assertThat(hall.freePlaces()).as("expired calls take no place").isEqualTo(1);
  }

  @Test
  void tellsARetryWhoseTimeIsOverNoTimeToComeBack() {
    hall.drainEvery(TENTH);
    hall.deadline = Duration.ofSeconds(1);
    FakeCandidate waits = hall.call("a");
    admission.reenter(waits);
    FakeCandidate paused = hall.call("a");
    hall.pass(Duration.ofSeconds(1));
    admission.reenter(paused);
    admission.tick();

    for (FakeCandidate call : List.of(waits, paused)) {
      assertThat(call.refusedFor()).isEqualTo(DEADLINE_EXCEEDED);
      assertThat(call.refused().retryAfter()).isNull();
    }
  }

  @Test
  void startsAtOnceWhoFindsAPlace() {
    hall.freeQuietly(1);

    FakeCandidate call = hall.enter("a");

    assertThat(call.started()).isTrue();
    assertThat(call.expectedWait()).isZero();
    assertThat(admission.lanes()).isEmpty();
    assertThat(waits("started")).isEmpty();
  }

  @Test
  void startsWhoWaitsWhenAPlaceComesFree() {
    FakeCandidate call = hall.enter("a");
    assertThat(call.started()).isFalse();
    hall.pass(Duration.ofSeconds(3));

    hall.free(1);

    assertThat(call.started()).isTrue();
    assertThat(call.expectedWait()).isEqualTo(Duration.ofSeconds(3).toNanos());
    assertThat(waits("started")).containsExactly(Duration.ofSeconds(3).toNanos());
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void startsWhoWaitsWhenAPlaceCameFreeUnheard() {
    FakeCandidate call = hall.enter("a");
    hall.freeQuietly(1);

    admission.tick();

    assertThat(call.started()).isTrue();
  }

  @Test
  void doesNotLetANewcomerPassThoseWhoWait() {
    FakeCandidate first = hall.enter("a");
    hall.freeQuietly(1);

    FakeCandidate second = hall.enter("a");

    assertThat(first.started()).isTrue();
    assertThat(second.waits()).isTrue();
  }

  @Test
  void predictsFromTheRateAtWhichPlacesComeFree() {
    hall.drainEvery(TENTH);
    hall.enter("a", 19);

    assertThat(admission.lanes().get(0).drainRate()).isCloseTo(10, Percentage.withPercentage(5));
    assertThat(admission.expectedWait(Hall.LANE))
        .isBetween(Duration.ofMillis(1900), Duration.ofMillis(2100));

    for (int i = 0; i < 15; i++) {
      hall.pass(Duration.ofMillis(500));
      hall.free(1);
    }
    assertThat(admission.lanes().get(0).drainRate()).isBetween(2.0, 5.0);
  }

  @Test
  void triesANewcomerBeforeItRefusesItIfNothingElseMoves() {
    hall.drainEvery(TENTH);
    hall.shutOut("pinned");
    hall.enter("pinned");
    hall.pass(Duration.ofMillis(9900));
    hall.deadline = Duration.ofMillis(100);
    hall.freeQuietly(1);

    assertThat(hall.enter("a").started()).isTrue();
    assertThat(hall.enter("a").refusedFor()).isEqualTo(GATEWAY_OVERLOADED);
  }

  @Test
  void forgetsWhoLeft() {
    List<FakeCandidate> calls = hall.enter("a", 3);
    FakeCandidate unheard = hall.call("a");

    admission.leave(calls.get(1));
    admission.leave(unheard);
    hall.free(3);

    assertThat(hall.started()).containsExactly(calls.get(0), calls.get(2));
    assertThat(calls.get(1).ends()).isZero();
    assertThat(hall.metrics().gauge(QUEUE_BYTES)).isZero();
  }

  @Test
  void dropsSilentlyWhoIsGone() {
    List<FakeCandidate> calls = hall.enter("a", 3);
    calls.get(0).goAway();
    hall.free(1);
    assertThat(hall.started()).containsExactly(calls.get(1));

    calls.get(2).goAway();
    hall.pass(MAX_WAIT);
    admission.tick();
    FakeCandidate gone = hall.call("a");
    gone.goAway();
    admission.enter(gone);

    assertThat(List.of(calls.get(0), calls.get(2), gone)).allMatch(call -> call.ends() == 0);
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void showsWhatWaits() {
    hall.enter("a", 2);

    assertThat(admission.waiting()).isEqualTo(2);
    assertThat(hall.metrics().gauge(QUEUE_LENGTH, Hall.LANE)).isEqualTo(2);
    assertThat(hall.metrics().gauge(QUEUE_BYTES)).isEqualTo(200);
    assertThat(admission.lanes())
        .containsExactly(
            new LaneView(
                Hall.LANE,
                2,
                200,
                0,
                Duration.ZERO,
                0.7,
                List.of(new LaneView.TenantWait(new TenantId("a"), 2, Duration.ZERO))));
  }

  @Test
  void forgetsALaneInWhichNobodyWaitedForAMinute() {
    hall.enter("a");
    hall.free(1);
    hall.pass(Duration.ofSeconds(60));
    admission.tick();
    assertThat(admission.lanes()).hasSize(1);

    hall.pass(Duration.ofNanos(1));
    admission.tick();

    assertThat(admission.lanes()).isEmpty();
    assertThat(hall.metrics().hasGauge(QUEUE_LENGTH, Hall.LANE)).isFalse();
    assertThat(hall.enter("a").waits()).as("and it may come back").isTrue();
    assertThat(hall.metrics().gauge(QUEUE_LENGTH, Hall.LANE)).isEqualTo(1);
  }

  @Test
  void goesOnAfterAStartThatFails() {
    FakeCandidate broken = hall.call("a");
    broken.onStart(
        () -> {
          throw new IllegalStateException("a mistake");
        });
    admission.enter(broken);
    FakeCandidate next = hall.enter("a");

    hall.free(2);
    admission.tick();

    assertThat(next.started()).isTrue();
  }

  private long refusals(String reason) {
    return hall.metrics().count(QUEUE_REFUSALS, Hall.LANE, reason, "normal");
  }

  private List<Long> waits(String outcome) {
    return hall.metrics().values(QUEUE_WAIT, Hall.LANE, outcome);
  }
}
