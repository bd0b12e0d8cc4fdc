package io.tidegate.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.metrics.Distributed;
import io.tidegate.metrics.DistributionReader;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.MetricReader;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What the console shows of the last hour. */
class FigureHistoryTest {

  private static final Duration STEP = Duration.ofSeconds(Hour.STEP);
  private static final Map<String, String> ANSWERED = Map.of("outcome", "answered");
  private static final Map<String, String> FAILED = Map.of("outcome", "failed");

  private final ManualClock clock = new ManualClock();
  private final Counters counters = new Counters();
  private Instant time = Instant.parse("2026-11-29T12:00:00Z");
  private final FigureHistory history =
      new FigureHistory(new FigureSampler(counters, counters), clock, () -> time);

  @Test
  void ratesAreOfTheLastSeconds() {
    pass(STEP);
    history.step();
    counters.add("tidegate_requests_total", ANSWERED, 90);
    counters.add("tidegate_requests_total", FAILED, 10);
    pass(STEP);

    FigureChange lately = history.now().lately();

    assertThat(lately.of(Figure.ANSWERED)).isEqualTo(9);
    assertThat(lately.errorShare()).isCloseTo(0.1, within(1e-9));
    assertThat(history.now().minute().of(Figure.ANSWERED)).isEqualTo(4.5);
  }

  @Test
  void aQuietServerHasNoErrorShareAndNoQuantiles() {
    pass(STEP);

    assertThat(history.now().lately().errorShare()).isNaN();
    assertThat(history.now().minute().firstToken(0.5)).isNaN();
    assertThat(history.now().minute().share("a")).isNaN();
  }

  @Test
  void aCounterThatBeganAnewIsNotNegative() {
    counters.add("tidegate_requests_total", ANSWERED, 1000);
    pass(STEP);
    history.step();
    counters.add("tidegate_requests_total", ANSWERED, -950);
    pass(STEP);

    assertThat(history.now().lately().of(Figure.ANSWERED)).isEqualTo(5);
  }

  @Test
  void quantilesAreOfTheLastMinuteAlone() {
    counters.took(100, 0, 0);
    for (int i = 0; i < 8; i++) {
      pass(STEP);
      history.step();
    }
    counters.took(100, 10, 10);
    pass(STEP);

    assertThat(history.now().minute().firstToken(0.25)).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void sharesAreOfAllAttempts() {
    pass(STEP);
    history.step();
    counters.add("tidegate_attempts_total", Map.of("node", "a", "outcome", "completed"), 30);
    counters.add("tidegate_attempts_total", Map.of("node", "b", "outcome", "failed"), 10);
    pass(STEP);

    FigureChange minute = history.now().minute();
    assertThat(minute.share("a")).isEqualTo(0.75);
    assertThat(minute.at("b")).isEqualTo(new NodeCalls(0.5, 0.5));
    assertThat(minute.at("unknown")).isEqualTo(NodeCalls.NONE);
  }

  @Test
  void anHourIsKeptAndNoMore() {
    for (int i = 0; i < FigureHistory.STEPS + 5; i++) {
      counters.add("tidegate_requests_total", ANSWERED, i);
      pass(STEP);
      history.step();
    }

    Hour hour = history.hour();

    assertThat(hour.end()).isEqualTo(time);
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
    pass(STEP);
    history.now();
    int read = counters.read;
    for (int i = 0; i < 100; i++) {
      history.now();
    }
    assertThat(counters.read).isEqualTo(read);
    pass(Duration.ofMillis(500));
    history.now();
    assertThat(counters.read).isGreaterThan(read);
  }

  private void pass(Duration some) {
    clock.advance(some);
    time = time.plus(some);
  }

  /** Metrics that a test sets. */
  private static final class Counters implements MetricReader, DistributionReader {

    private final Map<String, Map<Map<String, String>, Double>> values = new LinkedHashMap<>();
    private Distributed firstToken = Distributed.NONE;
    private int read;

    void add(String name, Map<String, String> labels, double more) {
      values.computeIfAbsent(name, key -> new LinkedHashMap<>()).merge(labels, more, Double::sum);
    }

    /** So many more first tokens came within one second, within two and within four. */
    void took(long one, long two, long four) {
      long[] below = {one, one + two, one + two + four};
      firstToken = new Distributed(below[2], 0, new double[] {1, 2, 4}, below);
    }

    @Override
    public void read(String name, BiConsumer<Map<String, String>, Double> each) {
      read++;
      values.getOrDefault(name, Map.of()).forEach(each);
    }

    @Override
    public void read(Metric metric, BiConsumer<Map<String, String>, Distributed> each) {
      if (metric == Metric.TIME_TO_FIRST_TOKEN) {
        each.accept(Map.of(), firstToken);
      }
    }
  }
}
