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

  @Test
  void takesLongerForLongerPrompts() {
    SimulatorSettings settings =
        Requests.instant()
            .withTimeToFirstToken(Duration.ofMillis(100))
            .withTimePerPromptToken(Duration.ofMillis(1))
            .withJitter(0);

    assertThat(new Tempo(settings, new Random(SEED), 50, () -> 0).first()).isEqualTo(150_000_000);
  }

  @Test
  void isSlowerTheMorePlacesAreTaken() {
    SimulatorSettings settings =
        Requests.instant().withTimePerToken(Duration.ofMillis(10)).withCrowding(2).withJitter(0);
    Tempo tempo = new Tempo(settings, new Random(SEED), 1, () -> 0.5);

    assertThat(tempo.token()).isEqualTo(20_000_000);
    assertThat(tempo.whole(3)).isEqualTo(40_000_000);
  }

  @Test
  void hasNoneOfAPromptCachedThatTakesTime() throws Exception {
    SimulatorSettings settings =
        Requests.instant().withTimePerPromptToken(Duration.ofNanos(1)).withReasoning(false);
    try (Simulator simulator = Simulator.start("computing", 0, settings)) {
      String prompt = "x".repeat(4000);

      assertThat(Requests.post(simulator, "/chat/completions", Requests.chat(prompt, false)).body())
          .contains("\"prompt_tokens\":1000", "\"cached_tokens\":0");
    }
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
