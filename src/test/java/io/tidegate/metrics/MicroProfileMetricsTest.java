package io.tidegate.metrics;

import static io.tidegate.metrics.Metric.ATTEMPTS;
import static io.tidegate.metrics.Metric.LIMIT_MOVES;
import static io.tidegate.metrics.Metric.NODE_USABLE;
import static io.tidegate.metrics.Metric.QUEUE_WAIT;
import static io.tidegate.metrics.Metric.REQUESTS;
import static io.tidegate.metrics.Metric.RETRIES;
import static io.tidegate.metrics.Metric.SHEDDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.metrics.Metric.Kind;
import io.tidegate.testing.FakeRegistry;
import io.tidegate.testing.ToReproduce;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MicroProfileMetricsTest {

  private static final int MANY = 100_000;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final FakeRegistry registry = new FakeRegistry();
  private final MicroProfileMetrics metrics = new MicroProfileMetrics(registry.registry());

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  @Test
  void showsGaugesUntilTheyAreRemoved() {
    metrics.gauge(NODE_USABLE, () -> 1, "n1");
    metrics.gauge(NODE_USABLE, () -> 2, "n1");
    metrics.gauge(NODE_USABLE, () -> 1, "n2");
    metrics.remove(NODE_USABLE, "n1");

    assertThat(registry.shown()).containsExactly(id("tidegate_node_usable", "node", "n2"));
  }

  @Test
  void leavesNoGaugeBehindItsEnd() {
    metrics.gauge(NODE_USABLE, () -> 1, "n1");
    metrics.gauge(SHEDDING, () -> 1);

    metrics.close();
    metrics.gauge(SHEDDING, () -> 1);

    assertThat(registry.shown()).isEmpty();
  }

  @Test
  void givesTheSameInstrumentForTheSameValues() {
    assertThat(metrics.counter(RETRIES, "m")).isSameAs(metrics.counter(RETRIES, "m"));
    assertThat(metrics.duration(QUEUE_WAIT, "m", "started"))
        .isSameAs(metrics.duration(QUEUE_WAIT, "m", "started"))
        .isNotSameAs(metrics.duration(QUEUE_WAIT, "m", "expired"));
  }

  @Test
  void refusesWhatIsNoSuchMetric() {
    assertThatThrownBy(() -> metrics.counter(NODE_USABLE, "n1")).hasMessageContaining("GAUGE");
    assertThatThrownBy(() -> metrics.counter(ATTEMPTS, "n1")).hasMessageContaining("NODE");
    assertThatThrownBy(() -> metrics.gauge(ATTEMPTS, () -> 1, "n1", "busy"))
        .hasMessageContaining("COUNTER");
  }

  @Test
  void showsAValueThatNobodyDeclaredAsOther() {
    metrics.counter(REQUESTS, "chat", "answered", "made up").increment();

    assertThat(registry.shown())
        .containsExactly(
            new MetricID(
                "tidegate_requests",
                new Tag("operation", "chat"),
                new Tag("outcome", "answered"),
                new Tag("reason", "other")));
  }

  @Test
  void tellsManyNodesAndModelsApart() {
    for (int i = 0; i < LabelBounds.MOST; i++) {
      metrics.counter(LIMIT_MOVES, "node-" + i, "model-" + i, "chat", "grew").increment();
    }
    metrics.counter(RETRIES, "one of another metric").increment();

    assertThat(registry.shown())
        .hasSize(LabelBounds.MOST + 1)
        .allSatisfy(id -> assertThat(id.getTags()).doesNotContainValue("other"));
  }

  static Stream<Metric> countersAndDistributions() {
    return Stream.of(Metric.values()).filter(metric -> metric.kind() != Kind.GAUGE);
  }

  /** Whatever a caller lets through: each label gets a hundred thousand values that are made up. */
  @ParameterizedTest
  @MethodSource("countersAndDistributions")
  void theSeriesOfAMetricStayFewWhateverValuesItIsGiven(Metric metric) {
    for (int i = 0; i < MANY; i++) {
      count(metric, metric.labels().stream().map(label -> text()).toArray(String[]::new));
    }

    assertThat(registry.shown().size()).isLessThanOrEqualTo(LabelBounds.MOST + 1);
  }

  private void count(Metric metric, String... values) {
    switch (metric.kind()) {
      case COUNTER -> metrics.counter(metric, values).increment();
      case DURATION -> metrics.duration(metric, values).record(1);
      case NUMBERS -> metrics.numbers(metric, values).record(1);
      case GAUGE -> throw new IllegalArgumentException(metric.toString());
    }
  }

  private String text() {
    return Long.toHexString(random.nextLong());
  }

  private static MetricID id(String name, String label, String value) {
    return new MetricID(name, new Tag(label, value));
  }
}
