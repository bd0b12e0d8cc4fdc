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
      busy(0, null);
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
    busy(0, Duration.ofSeconds(17));

    assertThat(millisLeft()).isEqualTo(17_000);
  }

  @Test
  void isNotCutShortByAShorterTime() {
    busy(0, Duration.ofSeconds(60));
    busy(0, Duration.ofSeconds(1));

    assertThat(millisLeft()).isEqualTo(60_000 - STEP.toMillis());
  }

  @Test
  void isNotEndedByASuccessButTheNextIsTheShortestAgain() {
    busy(0, null);
    busy(0, null);

    clock.advance(STEP);
    respite.succeeded(now());

    assertThat(respite.active(now())).isTrue();
    busy(0, null);
    busy(0, null);
    assertThat(millisLeft()).isEqualTo(250);
  }

  @Test
  void isNoneTheFirstTimeWhileOtherCallsAreWorkedOn() {
    busy(5, Duration.ofSeconds(30));

    assertThat(respite.active(now())).isFalse();
  }

  @Test
  void isNoneAgainOnceACallThatBeganAfterwardsWasServed() {
    busy(5, Duration.ofSeconds(30));
    clock.advance(STEP);
    respite.succeeded(now());
    busy(5, Duration.ofSeconds(30));

    assertThat(respite.active(now())).isFalse();
  }

  @Test
  void isNoneWhileItStillWorksOnMoreThanAQuarterOfWhatItHad() {
    busy(40, Duration.ofSeconds(30));
    busy(25, Duration.ofSeconds(30));
    busy(11, Duration.ofSeconds(30));

    assertThat(respite.active(now())).isFalse();
  }

  @Test
  void isAsLongAsWasAskedForIfNothingThatBeganAfterwardsWasServed() {
    long before = now();
    busy(40, Duration.ofSeconds(30));
    respite.succeeded(before);
    busy(10, Duration.ofSeconds(30));

    assertThat(millisLeft()).isEqualTo(30_000);
  }

  @Test
  void isAsLongAsWasAskedForIfAllOfABurstIsRefused() {
    long started = now();
    clock.advance(STEP);
    respite.busy(started, 1, now(), Duration.ofSeconds(1));
    respite.busy(started, 0, now(), Duration.ofSeconds(1));
    assertThat(millisLeft()).isEqualTo(1_000);

    started = now();
    clock.advance(STEP);
    respite.busy(started, 1, now(), Duration.ofSeconds(1));
    respite.busy(started, 0, now(), Duration.ofSeconds(1));
    assertThat(millisLeft()).isEqualTo(1_000);
  }

  @Test
  void isNoneForThoseWhoAreStillAtWorkWhenABurstHasMadeThemFew() {
    long started = now();
    for (int others = 60; others > 15; others--) {
      respite.busy(started, others, now(), Duration.ofSeconds(30));
    }
    busy(14, Duration.ofSeconds(30));

    assertThat(respite.active(now())).isFalse();
  }

  @Test
  void isNoneOfAThrongThatComesWhenItIsOver() {
    busy(0, Duration.ofSeconds(1));
    assertThat(millisLeft()).isEqualTo(1_000);
    busy(14, Duration.ofSeconds(1));

    assertThat(respite.active(now())).isFalse();
  }

  @Test
  void isNoneForABurst() {
    long started = now();
    for (int i = 0; i < 100; i++) {
      clock.advance(STEP);
      respite.busy(started, 5, now(), Duration.ofSeconds(30));
      started = now();
    }
    assertThat(respite.active(now())).isFalse();
  }

  @Test
  void growsOnceForABurst() {
    busy(0, null);
    clock.advance(STEP);
    long started = now();
    clock.advance(STEP);
    for (int i = 0; i < 100; i++) {
      respite.busy(started, 0, now(), null);
    }
    assertThat(millisLeft()).isEqualTo(250);
  }

  private void busy(int others, Duration pause) {
    clock.advance(STEP);
    respite.busy(now(), others, now(), pause);
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
