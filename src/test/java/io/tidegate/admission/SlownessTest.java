package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlownessTest {

  private static final long FIRST = Duration.ofMillis(100).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Slowness slowness = new Slowness();
  private long now = Long.MAX_VALUE - 20 * SECOND;

  @Test
  void saysNothingBeforeItHasSeenAWindow() {
    samples(10, FIRST);
    assertThat(slowness.windowOver(now)).as("before a second is over").isFalse();
    assertThat(slowness.factor()).isEqualTo(1);

    now += SECOND;
    assertThat(slowness.windowOver(now)).isTrue();
    assertThat(slowness.windowOver(now)).as("the next has no samples").isFalse();
  }

  @Test
  void needsTenSamplesForAWindow() {
    samples(9, FIRST);
    now += SECOND;
    assertThat(slowness.windowOver(now)).isFalse();

    samples(1, FIRST);
    assertThat(slowness.windowOver(now)).isTrue();
  }

  @Test
  void toleratesTwiceTheTimeAtRestAndHalvesAtMost() {
    window(FIRST);
    settle(2 * FIRST - FIRST / 100);
    assertThat(slowness.factor()).isEqualTo(1);

    settle(3 * FIRST);
    assertThat(slowness.factor()).isEqualTo(2.0 / 3, within(0.01));

    settle(20 * FIRST);
    assertThat(slowness.factor()).isEqualTo(0.5);
  }

  @Test
  void comparesTimePerTokenOfWorkSoThatALongPromptIsNotSlow() {
    window(FIRST);
    for (int i = 0; i < 100; i++) {
      slowness.observe(10 * FIRST, 10 * Slowness.BASE_TOKENS - Slowness.BASE_TOKENS, now);
    }

    assertThat(slowness.factor()).isEqualTo(1);
  }

  @Test
  void isNotMisledByOnePromptThatWasCachedUnknownToUs() {
    slowness.observe(FIRST / 100, 0, now);
    window(FIRST);

    assertThat(slowness.factor()).isEqualTo(1);
  }

  @Test
  void takesTheTimesOfAChangedNodeForItsRestAfterAMinuteAtMost() {
    window(FIRST);
    for (int i = 0; i < 29; i++) {
      window(5 * FIRST);
    }
    assertThat(slowness.factor()).as("at first it is slow").isEqualTo(0.5);
    for (int i = 0; i < 32; i++) {
      window(5 * FIRST);
    }

    assertThat(slowness.factor()).isEqualTo(1);
  }

  private void window(long time) {
    samples(10, time);
    now += SECOND;
    assertThat(slowness.windowOver(now)).isTrue();
  }

  private void settle(long time) {
    samples(100, time);
  }

  private void samples(int count, long time) {
    for (int i = 0; i < count; i++) {
      slowness.observe(time, 0, now);
    }
  }
}
