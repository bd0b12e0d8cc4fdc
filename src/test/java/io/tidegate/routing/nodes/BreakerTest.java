package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.routing.nodes.Breaker.State;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BreakerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final Breaker breaker = new Breaker(Duration.ofSeconds(30));

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void isClosedAtFirst() {
    assertThat(state()).isEqualTo(State.CLOSED);
    assertThat(allows()).isTrue();
    assertThat(probe()).isFalse();
    assertThat(ramp()).isEqualTo(1);
    assertThat(breaker.reason()).isEmpty();
  }

  @Test
  void opensAfterFiveBadOutcomesInARow() {
    bad(4);
    good(1);
    bad(4);
    assertThat(state()).isEqualTo(State.CLOSED);

    bad(1);

    assertThat(state()).isEqualTo(State.OPEN);
    assertThat(breaker.open(clock.getAsLong())).isTrue();
    assertThat(allows()).isFalse();
    assertThat(probe()).isFalse();
    assertThat(breaker.reason()).isEqualTo("5 calls in a row failed");
  }

  @Test
  void opensWhenHalfOfTenOutcomesAreBad() {
    for (int i = 0; i < 4; i++) {
      good(1);
      bad(1);
    }
    good(1);
    assertThat(state()).isEqualTo(State.CLOSED);

    bad(1);

    assertThat(state()).isEqualTo(State.OPEN);
    assertThat(breaker.reason()).isEqualTo("5 of the last 10 calls failed");
  }

  @Test
  void staysClosedWhileFewerThanHalfAreBad() {
    for (int i = 0; i < 100; i++) {
      good(3);
      bad(2);
    }

    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void forgetsOutcomesAfterTenSeconds() {
    bad(4);
    good(1);
    clock.advance(SECOND.multipliedBy(10));
    bad(4);
    good(1);

    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void letsOneProbeThroughOnceItsTimeIsOver() {
    bad(5);
    clock.advance(SECOND.minusNanos(1));
    assertThat(allows()).isFalse();

    clock.advance(Duration.ofNanos(1));

    assertThat(state()).isEqualTo(State.HALF_OPEN);
    assertThat(allows()).isTrue();
    assertThat(probe()).isTrue();
    assertThat(allows()).isFalse();
    assertThat(probe()).isFalse();
    assertThat(state()).isEqualTo(State.HALF_OPEN);
  }

  @Test
  void closesWithSlowStartAfterAGoodProbe() {
    bad(5);
    assertThat(ramp()).isEqualTo(0.1);
    clock.advance(SECOND);
    probe();

    breaker.succeeded(clock.getAsLong(), true);

    assertThat(state()).isEqualTo(State.CLOSED);
    assertThat(allows()).isTrue();
    assertThat(ramp()).isEqualTo(0.1);
    clock.advance(Duration.ofSeconds(15));
    assertThat(ramp()).isEqualTo(0.5);
    clock.advance(Duration.ofSeconds(15));
    assertThat(ramp()).isEqualTo(1);
    bad(4);
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void staysOpenTwiceAsLongAfterEachBadProbeUpToHalfAMinute() {
    bad(5);
    clock.advance(SECOND);
    for (int seconds : new int[] {2, 4, 8, 16, 30, 30}) {
      assertThat(probe()).isTrue();
      breaker.failed(clock.getAsLong(), true);
      clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(state()).isEqualTo(State.OPEN);
      clock.advance(Duration.ofNanos(1));
      assertThat(state()).isEqualTo(State.HALF_OPEN);
    }
    assertThat(breaker.reason()).isEqualTo("its probe failed");
  }

  @Test
  void remembersHowLongItWasOpenUntilItWasClosedForAMinute() {
    openForFourSecondsThenClose();
    clock.advance(Duration.ofMinutes(1).minusNanos(1));
    bad(5);
    clock.advance(Duration.ofSeconds(4).minusNanos(1));
    assertThat(state()).isEqualTo(State.OPEN);
    clock.advance(Duration.ofNanos(1));
    probe();
    breaker.succeeded(clock.getAsLong(), true);

    clock.advance(Duration.ofMinutes(1));
    bad(5);
    clock.advance(SECOND);

    assertThat(state()).isEqualTo(State.HALF_OPEN);
  }

  @Test
  void letsAnotherProbeFollowOneWithoutAVerdict() {
    bad(5);
    clock.advance(SECOND);
    probe();

    breaker.released(false);
    assertThat(allows()).isFalse();
    breaker.released(true);

    assertThat(state()).isEqualTo(State.HALF_OPEN);
    assertThat(probe()).isTrue();
  }

  @Test
  void isNotMovedByCallsThatBeganBeforeItOpened() {
    bad(5);
    good(20);
    assertThat(state()).isEqualTo(State.OPEN);
    clock.advance(SECOND);
    probe();

    bad(20);
    good(20);

    assertThat(state()).isEqualTo(State.HALF_OPEN);
    assertThat(allows()).isFalse();
  }

  @Test
  void opensWhenItIsTold() {
    breaker.trip(clock.getAsLong(), "stalled");
    breaker.trip(clock.getAsLong(), "again");

    assertThat(state()).isEqualTo(State.OPEN);
    assertThat(breaker.reason()).isEqualTo("stalled");
    clock.advance(SECOND);
    assertThat(probe()).isTrue();
  }

  @Test
  void doesNotBelieveAProbeThatWasOvertakenByAStall() {
    bad(5);
    clock.advance(SECOND);
    probe();
    breaker.trip(clock.getAsLong(), "stalled");

    breaker.succeeded(clock.getAsLong(), true);
    assertThat(state()).isEqualTo(State.OPEN);

    clock.advance(SECOND);
    assertThat(probe()).isTrue();
  }

  @Test
  void showsItsStateAsANumber() {
    assertThat(State.CLOSED.level()).isZero();
    assertThat(State.HALF_OPEN.level()).isEqualTo(1);
    assertThat(State.OPEN.level()).isEqualTo(2);
  }

  private void openForFourSecondsThenClose() {
    bad(5);
    clock.advance(SECOND);
    for (int seconds : new int[] {2, 4}) {
      probe();
      breaker.failed(clock.getAsLong(), true);
      clock.advance(Duration.ofSeconds(seconds));
    }
    probe();
    breaker.succeeded(clock.getAsLong(), true);
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  private void good(int count) {
    for (int i = 0; i < count; i++) {
      breaker.succeeded(clock.getAsLong(), false);
    }
  }

  private void bad(int count) {
    for (int i = 0; i < count; i++) {
      breaker.failed(clock.getAsLong(), false);
    }
  }

  private boolean allows() {
    return breaker.allows(clock.getAsLong());
  }

  private boolean probe() {
    return breaker.tryProbe(clock.getAsLong());
  }

  private State state() {
    return breaker.state(clock.getAsLong());
  }

  private double ramp() {
    return breaker.ramp(clock.getAsLong());
  }
}
