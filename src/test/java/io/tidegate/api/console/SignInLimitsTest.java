package io.tidegate.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who guesses passwords waits longer and longer, and nobody else does. */
class SignInLimitsTest {

  private static final String HERE = "10.0.0.1";

  private final ManualClock clock = new ManualClock();
  private final SignInLimits limits = new SignInLimits(clock);

  @Test
  void fiveTriesAreFree() {
    for (int i = 0; i < 5; i++) {
      assertThat(limits.begin("ann", HERE)).isZero();
    }
    assertThat(limits.begin("ann", HERE)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void eachFurtherOneWaitsTwiceAsLongUpToAMinute() {
    wrong(5);
    long expected = 1;
    for (int i = 0; i < 10; i++) {
      Duration rest = limits.begin("ann", HERE);
      assertThat(rest).isEqualTo(Duration.ofSeconds(Math.min(60, expected)));
      clock.advance(rest);
      assertThat(limits.begin("ann", HERE)).isZero();
      expected *= 2;
    }
  }

  @Test
  void aTryTooEarlyDoesNotCount() {
    wrong(5);
    for (int i = 0; i < 100; i++) {
      assertThat(limits.begin("ann", HERE)).isEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void theRightPasswordForgetsTheWrongOnes() {
    wrong(4);
    assertThat(limits.begin("ann", HERE)).isZero();
    limits.succeeded("ann", HERE);
    for (int i = 0; i < 5; i++) {
      assertThat(limits.begin("ann", HERE)).isZero();
    }
  }

  @Test
  void nobodyIsLockedOutFromElsewhere() {
    wrong(5);
    assertThat(limits.begin("ann", "10.0.0.2")).isZero();
    assertThat(limits.begin("bob", HERE)).isZero();
  }

  @Test
  void oneAddressCannotGoThroughManyNames() {
    for (int i = 0; i < 50; i++) {
      assertThat(limits.begin("user" + i, HERE)).isZero();
    }
    assertThat(limits.begin("user50", HERE)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anHourLaterAllIsForgotten() {
    wrong(5);
    clock.advance(Duration.ofHours(1).plusSeconds(1));
    assertThat(limits.begin("ann", HERE)).isZero();
    assertThat(limits.begin("ann", HERE)).isZero();
  }

  @Test
  void whatIsRememberedIsBounded() {
    for (int i = 0; i < SignInLimits.MOST; i++) {
      limits.begin("user", "address" + i);
    }
    assertThat(limits.size()).isEqualTo(SignInLimits.MOST);
  }

  private void wrong(int times) {
    for (int i = 0; i < times; i++) {
      limits.begin("ann", HERE);
    }
  }
}
