package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RespiteTest {

  private static final Duration STEP = Duration.ofMillis(10);

  private ManualClock clock = new ManualClock();
  private final Respite respite = new Respite();

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void growsWhileThingsAreBusyAgainAndAgain() {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      busy(true, null);
      times.add(millisLeft());
    }

    assertThat(times)
        .as("once is no sign: the limit was reached")
        .containsExactly(0L, 250L, 500L, 1000L, 2000L, 2000L, 2000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE - 1_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE, -1, 0})
  void lastsAsLongAsWasAskedForWhereverTheClockStands(long start) {
    clock = new ManualClock(start);
    busy(true, Duration.ofSeconds(17));

    assertThat(millisLeft()).isEqualTo(17_000);
  }

  @Test
  void isNotCutShortByAShorterTime() {
    busy(true, Duration.ofSeconds(60));
    busy(true, Duration.ofSeconds(1));

    assertThat(millisLeft()).isEqualTo(60_000 - STEP.toMillis());
  }

  @Test
  void isNotEndedByASuccessButTheNextIsTheShortestAgain() {
    busy(true, null);
    busy(true, null);

    clock.advance(STEP);
    respite.succeeded(now());

    assertThat(respite.active(now())).isTrue();
    busy(true, null);
    busy(true, null);
    assertThat(millisLeft()).isEqualTo(250);
  }

  @Test
  void isNoneTheFirstTimeWhileOtherCallsAreWorkedOn() {
    busy(false, Duration.ofSeconds(30));

    assertThat(respite.active(now())).isFalse();
  }

  @Test
  void isNoneAgainOnceACallThatBeganAfterwardsWasServed() {
    busy(false, Duration.ofSeconds(30));
    clock.advance(STEP);
    respite.succeeded(now());
    busy(false, Duration.ofSeconds(30));

    assertThat(respite.active(now())).isFalse();
  }

  @Test
  void isAsLongAsWasAskedForIfNothingThatBeganAfterwardsWasServed() {
    long before = now();
    busy(false, Duration.ofSeconds(30));
    respite.succeeded(before);
    busy(false, Duration.ofSeconds(30));

    assertThat(millisLeft()).isEqualTo(30_000);
  }

  @Test
  void isNoneForABurst() {
    long started = now();
    for (int i = 0; i < 100; i++) {
      clock.advance(STEP);
      respite.busy(started, false, now(), Duration.ofSeconds(30));
      started = now();
    }
    assertThat(respite.active(now())).isFalse();
  }

  @Test
  void growsOnceForABurst() {
    busy(true, null);
    clock.advance(STEP);
    long started = now();
    clock.advance(STEP);
    for (int i = 0; i < 100; i++) {
      respite.busy(started, true, now(), null);
    }
    assertThat(millisLeft()).isEqualTo(250);
  }

  private void busy(boolean alone, Duration pause) {
    clock.advance(STEP);
    respite.busy(now(), alone, now(), pause);
  }

  private long now() {
    return clock.getAsLong();
  }

  private long millisLeft() {
    long steps = 0;
    for (; respite.active(now()); steps++) {
      clock.advance(STEP);
    }
    return steps * STEP.toMillis();
  }
}
