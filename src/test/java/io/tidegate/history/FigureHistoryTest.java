package io.tidegate.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the console shows of the last hour. */
class FigureHistoryTest {

  private static final Duration STEP = Duration.ofSeconds(Hour.STEP);
  private static final Map<String, String> ANSWERED = Map.of("outcome", "answered");
  private static final Map<String, String> FAILED = Map.of("outcome", "failed");

  private final SampleHistory counters = new SampleHistory();
  private final FigureHistory history = counters.history();

  @Test
  void ratesAreOfTheLastSeconds() {
    counters.step();
    counters.add("tidegate_requests_total", ANSWERED, 90);
    counters.add("tidegate_requests_total", FAILED, 10);
    counters.pass(STEP);

    FigureChange lately = history.now().lately();

    assertThat(lately.of(Figure.ANSWERED)).isEqualTo(9);
    assertThat(lately.errorShare()).isCloseTo(0.1, within(1e-9));
    assertThat(history.now().minute().of(Figure.ANSWERED)).isEqualTo(4.5);
  }

  @Test
  void aQuietServerHasNoErrorShareAndNoQuantiles() {
    counters.pass(STEP);

    assertThat(history.now().lately().errorShare()).isNaN();
    assertThat(history.now().minute().firstToken(0.5)).isNaN();
    assertThat(history.now().minute().share("a")).isNaN();
  }

  @Test
  void requestsThatAskNodesForNothingAreNoCalls() {
    counters.step();
    counters.add(
        "tidegate_requests_total", Map.of("operation", "none", "outcome", "refused"), 1000);
    counters.add("tidegate_requests_total", Map.of("operation", "chat", "outcome", "answered"), 10);
    counters.pass(STEP);

    assertThat(history.now().lately().errorShare()).isZero();
  }

  @Test
  void aCounterThatBeganAnewIsNotNegative() {
    counters.add("tidegate_requests_total", ANSWERED, 1000);
    counters.step();
    counters.add("tidegate_requests_total", ANSWERED, -950);
    counters.pass(STEP);

    assertThat(history.now().lately().of(Figure.ANSWERED)).isEqualTo(5);
  }

  @Test
  void quantilesAreOfTheLastMinuteAlone() {
    counters.took(100, 0, 0);
    for (int i = 0; i < 8; i++) {
      counters.step();
    }
    counters.took(100, 10, 10);
    counters.pass(STEP);

    assertThat(history.now().minute().firstToken(0.25)).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void sharesAreOfAllAttempts() {
    counters.step();
    counters.add("tidegate_attempts_total", Map.of("node", "a", "outcome", "completed"), 30);
    counters.add("tidegate_attempts_total", Map.of("node", "b", "outcome", "failed"), 10);
    counters.pass(STEP);

    FigureChange minute = history.now().minute();
    assertThat(minute.share("a")).isEqualTo(0.75);
    assertThat(minute.at("b")).isEqualTo(new NodeCalls(0.5, 0.5));
    assertThat(minute.at("unknown")).isEqualTo(NodeCalls.NONE);
  }

  @Test
  void anHourIsKeptAndNoMore() {
    for (int i = 0; i < FigureHistory.STEPS + 5; i++) {
      counters.add("tidegate_requests_total", ANSWERED, i);
      counters.step();
    }

    Hour hour = history.hour();

    assertThat(hour.end()).isEqualTo(counters.time());
    assertThat(hour.series()).hasSize(HourSeries.values().length);
    assertThat(hour.series().values()).allMatch(each -> each.size() == FigureHistory.STEPS);
    assertThat(hour.series().get(HourSeries.ANSWERED)).startsWith(0.5).endsWith(36.4);
  }

  @Test
  void beforeTheFirstStepThereIsNothingToShow() {
    history.step();

    assertThat(history.hour().end()).isNull();
    assertThat(history.hour().series().get(HourSeries.ANSWERED)).isEmpty();
  }

  @Test
  void howeverManyLookTheFiguresAreReadTwiceASecondAtMost() {
    counters.pass(STEP);
    history.now();
    int read = counters.read();
    for (int i = 0; i < 100; i++) {
      history.now();
    }
    assertThat(counters.read()).isEqualTo(read);
    counters.pass(Duration.ofMillis(500));
    history.now();
    assertThat(counters.read()).isGreaterThan(read);
  }
}
