package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {

  private static final Percentage RESOLUTION = Percentage.withPercentage(5);

  private final long seed = new Random().nextLong();
  private final ManualClock clock = new ManualClock();
  private final Latencies latencies = new Latencies();

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, clock);

  @Test
  void saysNothingWithFewerThanTwenty() {
    record(19, Duration.ofSeconds(1));
    assertThat(latencies.quantile(0.5, clock.getAsLong())).isEmpty();

    record(1, Duration.ofSeconds(1));
    assertThat(latencies.quantile(0.5, clock.getAsLong())).isPresent();
  }

  @RepeatedTest(20)
  void isWithinAFewPercentOfTheExactQuantile() {
    Random random = new Random(seed);
    long[] all = new long[500 + random.nextInt(500)];
    for (int i = 0; i < all.length; i++) {
      all[i] = Math.round(1e6 * Math.pow(600_000, random.nextDouble()));
      latencies.record(all[i], clock.getAsLong());
    }
    Arrays.sort(all);
    for (double q : new double[] {0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1}) {
      long exact = all[(int) Math.ceil(q * all.length) - 1];
      assertThat(quantile(q)).isCloseTo(exact, RESOLUTION);
    }
    assertThat(quantile(0)).isCloseTo(all[0], RESOLUTION);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 999_999})
  void countsShorterOnesAsAMillisecond(long nanos) {
    for (int i = 0; i < 20; i++) {
      latencies.record(nanos, clock.getAsLong());
    }

    assertThat(quantile(0.5)).isCloseTo(1_000_000, RESOLUTION);
  }

  @Test
  void countsLongerOnesAsTenMinutes() {
    record(20, Duration.ofDays(30));

    assertThat(quantile(0.5)).isCloseTo(Duration.ofMinutes(10).toNanos(), RESOLUTION);
  }

  @Test
  void forgetsWhatIsTwoMinutesOldAndKeepsWhatIsOneMinuteOld() {
    record(100, Duration.ofSeconds(1));
    clock.advance(Duration.ofMinutes(1));
    record(100, Duration.ofSeconds(9));
    assertThat(quantile(0.25)).isCloseTo(Duration.ofSeconds(1).toNanos(), RESOLUTION);

    clock.advance(Duration.ofMinutes(1));
    assertThat(quantile(0.25)).isCloseTo(Duration.ofSeconds(9).toNanos(), RESOLUTION);

    clock.advance(Duration.ofMinutes(1));
    assertThat(latencies.quantile(0.5, clock.getAsLong())).isEmpty();
  }

  @Test
  void forgetsAllAfterALongPause() {
    record(100, Duration.ofSeconds(1));
    clock.advance(Duration.ofMinutes(2));

    assertThat(latencies.quantile(0.5, clock.getAsLong())).isEmpty();
  }

  @Test
  void losesNothingThatManyThreadsRecord() throws Exception {
    StartGate.run(
        4,
        thread -> {
          for (int i = 0; i < 10_000; i++) {
            latencies.record(Duration.ofSeconds(thread < 3 ? 1 : 60).toNanos(), clock.getAsLong());
          }
        });

    assertThat((double) quantile(0.75)).isCloseTo(1e9, within(0.05e9));
    assertThat((double) quantile(0.750_1)).isCloseTo(60e9, within(3e9));
  }

  private void record(int times, Duration duration) {
    for (int i = 0; i < times; i++) {
      latencies.record(duration.toNanos(), clock.getAsLong());
    }
  }

  private long quantile(double q) {
    return latencies.quantile(q, clock.getAsLong()).orElseThrow();
  }
}
