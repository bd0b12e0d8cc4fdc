package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a node takes over its answers. */
class SimulatorPaceTest {
  private static final long SEED = 7;

  @Test
  void variesDelaysWithinItsJitterAndEvenlyOnAverage() {
    SimulatorSettings settings =
        Requests.instant().withTimePerToken(Duration.ofMillis(1)).withJitter(0.2);
    Tempo tempo = new Tempo(settings, new Random(SEED));

    long[] delays = LongStream.generate(tempo::token).limit(10_000).toArray();

    assertThat(LongStream.of(delays).min().orElseThrow()).isBetween(800_000L, 810_000L);
    assertThat(LongStream.of(delays).max().orElseThrow()).isBetween(1_190_000L, 1_200_000L);
    assertThat(LongStream.of(delays).average().orElseThrow()).isBetween(995_000.0, 1_005_000.0);
  }

  @Test
  void waitsNotAtAllIfItsTimesAreZero() {
    Tempo tempo = new Tempo(Requests.instant().withJitter(1), new Random(SEED));

    assertThat(tempo.first()).isZero();
    assertThat(tempo.whole(40)).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesTheTimeOfItsTokensWhetherItStreamsOrNot(boolean stream) throws Exception {
    SimulatorSettings settings =
        Requests.instant()
            .withReasoning(false)
            .withTimeToFirstToken(Duration.ofMillis(60))
            .withTimePerToken(Duration.ofMillis(20));
    try (Simulator simulator = Simulator.start("paced", 0, settings)) {
      long begin = System.nanoTime();

      Requests.post(simulator, "/chat/completions", Requests.chat("Hi", stream));

      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(120), Duration.ofSeconds(2));
    }
  }
}
