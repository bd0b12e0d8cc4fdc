package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrainRateTest {

  private final ManualClock clock = new ManualClock();
  private final DrainRate rate = new DrainRate(clock.getAsLong());

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void isUnknownBeforeItHasSeenEnough() {
    starts(3, Duration.ofSeconds(1));
    assertThat(rate.known()).isFalse();
    assertThat(rate.waitAt(100)).isZero();

    starts(1, Duration.ofSeconds(1));
    assertThat(rate.known()).isTrue();
  }

  @Test
  void isUnknownAfterABurstThatTookNoTime() {
    starts(50, Duration.ZERO);

    assertThat(rate.known()).isFalse();
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void isStartsPerSecond() {
    starts(300, Duration.ofMillis(20));

    assertThat(rate.perSecond()).isCloseTo(50, Percentage.withPercentage(2));
    assertThat(rate.waitAt(100)).isCloseTo(2e9, Percentage.withPercentage(2));
  }

  @Test
  void doesNotCountTheTimeInWhichNobodyWaited() {
    starts(300, Duration.ofMillis(20));
    double before = rate.perSecond();

    clock.advance(Duration.ofSeconds(59));
    rate.pass(clock.getAsLong(), false);

    assertThat(rate.perSecond()).isEqualTo(before);
  }

  @Test
  void isForgottenOnceNobodyHasWaitedForAMinute() {
    starts(300, Duration.ofMillis(20));

    clock.advance(Duration.ofSeconds(61));
    rate.pass(clock.getAsLong(), false);

    assertThat(rate.known()).isFalse();
  }

  @Test
  void followsAChangeWithinSeconds() {
    starts(500, Duration.ofMillis(20));

    starts(100, Duration.ofMillis(100));

    assertThat(rate.perSecond()).as("10 s later").isBetween(10.0, 17.0);
  }

  @Test
  void remembersForLongerWhereStartsAreRare() {
    starts(30, Duration.ofSeconds(4));

    clock.advance(Duration.ofSeconds(4));
    rate.pass(clock.getAsLong(), true);

    assertThat(rate.perSecond()).isCloseTo(0.25, Percentage.withPercentage(20));
  }

  @Test
  void fallsWhileNothingStarts() {
    starts(300, Duration.ofMillis(20));

    clock.advance(Duration.ofSeconds(5));
    rate.pass(clock.getAsLong(), true);

    assertThat(rate.perSecond()).isLessThan(25);
  }

  private void starts(int count, Duration interval) {
    for (int i = 0; i < count; i++) {
      clock.advance(interval);
      rate.pass(clock.getAsLong(), true);
      rate.started(clock.getAsLong());
    }
  }
}
