package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefillRatesTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final PrefillRates rates = new PrefillRates();

  @Test
  void knowsNothingAtFirst() {
    assertThat(rates.alone(1)).isZero();
    assertThat(rates.alone(Long.MAX_VALUE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {2048, 8192, 100_000, 10_000_000})
  void concludesNothingFromMuchSmallerPrompts(long tokens) {
    rates.saw(100, SECOND, 0);

    assertThat(rates.alone(tokens)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 1024, 4000, 4096})
  void concludesFromPromptsOfTheSameOrTheNextSmallerSize(long tokens) {
    rates.saw(1000, SECOND, 0);

    assertThat(rates.alone(tokens)).isCloseTo(tokens * SECOND / 1000, within(10L));
  }

  @Test
  void concludesFromLargerPrompts() {
    rates.saw(100_000, 10 * SECOND, 0);

    assertThat(rates.alone(500)).isCloseTo(SECOND / 20, within(10L));
  }

  @Test
  void believesTheFastest() {
    rates.saw(1000, 30 * SECOND, 0);
    rates.saw(1000, SECOND, 0);
    rates.saw(1000, 5 * SECOND, 0);

    assertThat(rates.alone(2000)).isCloseTo(2 * SECOND, within(10L));
  }

  @Test
  void isSureOnlyAfterTwentyTimesASecondApart() {
    long now = Long.MAX_VALUE - 5 * SECOND;
    for (int i = 0; i < 19; i++) {
      now += SECOND;
      rates.saw(1000, SECOND, now);
      rates.saw(1000, SECOND, now + SECOND / 2);
    }
    assertThat(rates.surelyAlone(1000)).isZero();
    assertThat(rates.alone(1000)).isPositive();

    rates.saw(1000, SECOND, now + SECOND);

    assertThat(rates.surelyAlone(1000)).isEqualTo(rates.alone(1000));
    assertThat(rates.surelyAlone(100_000)).as("of another size").isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -5})
  void bearsTimesAndLengthsThatCannotBe(long odd) {
    rates.saw(10, odd, 0);
    rates.saw(odd, SECOND, 0);

    assertThat(rates.alone(10)).isNotNegative();
    assertThat(rates.alone(odd)).isNotPositive();
  }
}
