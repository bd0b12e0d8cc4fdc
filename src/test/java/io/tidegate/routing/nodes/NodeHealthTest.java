package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.routing.Fleet;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeHealthTest {

  private static final Duration NANO = Duration.ofNanos(1);

  private final ManualClock clock = new ManualClock();
  private final NodeHealth health =
      new NodeHealth(
          Fleet.config(
              Map.of(
                  "routing.consecutive-failures", "3",
                  "routing.ejection-time", "PT10S",
                  "routing.max-ejection-time", "PT35S",
                  "routing.slow-start", "PT20S")));

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @Test
  void asksForEjectionAfterEnoughFailuresInARow() {
    assertThat(health.failed(clock.getAsLong())).isFalse();
    assertThat(health.failed(clock.getAsLong())).isFalse();
    assertThat(health.failed(clock.getAsLong())).isTrue();
    assertThat(health.failed(clock.getAsLong()))
        .as("and goes on asking while it is not ejected")
        .isTrue();
  }

  @Test
  void startsToCountFailuresAgainAfterASuccess() {
    health.failed(clock.getAsLong());
    health.failed(clock.getAsLong());

    health.succeeded(now());

    assertThat(health.failed(clock.getAsLong())).isFalse();
    assertThat(health.failed(clock.getAsLong())).isFalse();
    assertThat(health.failed(clock.getAsLong())).isTrue();
  }

  @Test
  void ejectsOnceAtATime() {
    assertThat(health.eject(now())).isTrue();
    assertThat(health.eject(now())).isFalse();
    assertThat(health.state()).isEqualTo(NodeHealth.State.EJECTED);
  }

  @Test
  void ejectsTheNthTimeNTimesAsLongUpToTheLongest() {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      health.eject(now());
      times.add(timeUntilProbe());
      health.probed(true, now());
    }

    assertThat(times)
        .containsExactly(seconds(10), seconds(20), seconds(30), seconds(35), seconds(35));
  }

  @Test
  void staysEjectedForLongerWhenTheProbeFails() {
    health.eject(now());
    clock.advance(seconds(10));
    assertThat(health.startProbe(now())).isTrue();

    health.probed(false, now());

    assertThat(health.healthy()).isFalse();
    assertThat(timeUntilProbe()).isEqualTo(seconds(20));
  }

  @Test
  void forgetsEjectionsWhenItHasBeenWellForAsLongAsTheLongest() {
    readmit();
    clock.advance(seconds(35).plus(NANO));

    health.succeeded(now());
    health.eject(now());

    assertThat(timeUntilProbe()).isEqualTo(seconds(10));
  }

  @Test
  void remembersEjectionsUntilThen() {
    readmit();
    clock.advance(seconds(35));

    health.succeeded(now());
    health.eject(now());

    assertThat(timeUntilProbe()).isEqualTo(seconds(20));
  }

  @Test
  void isNotReadmittedByTheLateSuccessOfAnEarlierCall() {
    health.eject(now());

    health.succeeded(now());

    assertThat(health.healthy()).isFalse();
  }

  @Test
  void isNeitherProbedWhileHealthyNorBeforeTheEjectionIsOver() {
    assertThat(health.startProbe(now())).isFalse();

    health.eject(now());
    clock.advance(seconds(10).minus(NANO));

    assertThat(health.startProbe(now())).isFalse();
  }

  @Test
  void givesTheProbeToOneOfManyThreads() throws Exception {
    health.eject(now());
    clock.advance(seconds(10));
    AtomicInteger claimed = new AtomicInteger();

    StartGate.run(
        8,
        thread -> {
          if (health.startProbe(now())) {
            claimed.incrementAndGet();
          }
        });

    assertThat(claimed).hasValue(1);
    assertThat(health.state()).isEqualTo(NodeHealth.State.PROBED);
  }

  @Test
  void doesNotTakeAProbeThatNobodyStartedForAReadmission() {
    health.eject(now());

    health.probed(true, now());

    assertThat(health.healthy()).isFalse();
  }

  @Test
  void growsLinearlyFromATenthToItsWholeWeightAfterReadmission() {
    assertThat(health.ramp(now())).isEqualTo(1);
    readmit();

    assertThat(health.ramp(now())).isEqualTo(0.1);
    clock.advance(seconds(2));
    assertThat(health.ramp(now())).isEqualTo(0.1);
    clock.advance(seconds(3));
    assertThat(health.ramp(now())).isEqualTo(0.25);
    clock.advance(seconds(10));
    assertThat(health.ramp(now())).isEqualTo(0.75);
    clock.advance(seconds(5));
    assertThat(health.ramp(now())).isEqualTo(1);
    clock.advance(Duration.ofDays(200 * 365));
    assertThat(health.ramp(now())).as("also when the clock has wrapped").isEqualTo(1);
  }

  @Test
  void startsSlowlyAfterEveryReadmission() {
    readmit();
    clock.advance(seconds(20));
    assertThat(health.ramp(now())).isEqualTo(1);

    readmit();

    assertThat(health.ramp(now())).isEqualTo(0.1);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE - 1_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE, -1, 0})
  void ejectsAndRampsWhereTheClockWraps(long start) {
    ManualClock wrapping = new ManualClock(start);
    health.eject(wrapping.getAsLong());
    wrapping.advance(seconds(10).minus(NANO));
    assertThat(health.startProbe(wrapping.getAsLong())).isFalse();
    wrapping.advance(NANO);
    assertThat(health.startProbe(wrapping.getAsLong())).isTrue();

    health.probed(true, wrapping.getAsLong());
    wrapping.advance(seconds(10));
    assertThat(health.ramp(wrapping.getAsLong())).isEqualTo(0.5);
  }

  private void readmit() {
    health.eject(now());
    timeUntilProbe();
    health.probed(true, now());
    assertThat(health.healthy()).isTrue();
  }

  private Duration timeUntilProbe() {
    Duration step = Duration.ofMillis(250);
    Duration time = Duration.ZERO;
    while (!health.startProbe(now())) {
      clock.advance(step);
      time = time.plus(step);
    }
    return time;
  }

  private long now() {
    return clock.getAsLong();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
