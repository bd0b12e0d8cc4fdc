package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CoolingTest {

  private final ManualClock clock = new ManualClock();
  private final Cooling cooling = new Cooling();

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void isNotActiveBeforeAnythingWasBusy() {
    assertThat(cooling.active(now())).isFalse();
  }

  @Test
  void lastsTwiceAsLongEachTimeUpToFourTimes() {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      cooling.busy(now(), now(), null);
      times.add(millisActive());
    }
    assertThat(times).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 4000L, 4000L);
  }

  @Test
  void isNotCutShortByAShorterTime() {
    cooling.busy(now(), now(), Duration.ofSeconds(60));
    cooling.busy(now(), now(), Duration.ofSeconds(1));

    assertThat(millisActive()).isEqualTo(60_000);
  }

  @Test
  void isTheShortestAgainAfterASuccess() {
    cooling.busy(now(), now(), null);
    millisActive();

    cooling.succeeded();
    cooling.busy(now(), now(), null);

    assertThat(millisActive()).isEqualTo(250);
  }

  @Test
  void isNotEndedByASuccess() {
    cooling.busy(now(), now(), null);

    cooling.succeeded();

    assertThat(cooling.active(now())).isTrue();
  }

  @Test
  void growsOnceForABurstOfRefusals() {
    long started = now();
    clock.advance(Duration.ofMillis(10));
    for (int i = 0; i < 100; i++) {
      cooling.busy(started, now(), null);
    }
    assertThat(millisActive()).isEqualTo(250);
  }

  @Test
  void lastsAsLongAsWasAskedForAlsoWithinABurst() {
    long started = now();
    clock.advance(Duration.ofMillis(10));
    cooling.busy(started, now(), null);
    cooling.busy(started, now(), Duration.ofSeconds(3));

    assertThat(millisActive()).isEqualTo(3000);
  }

  private long millisActive() {
    long millis = 0;
    while (cooling.active(now())) {
      clock.advance(Duration.ofMillis(10));
      millis += 10;
    }
    return millis;
  }

  private long now() {
    return clock.getAsLong();
  }
}
