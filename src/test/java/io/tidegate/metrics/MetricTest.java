package io.tidegate.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.metrics.Metric.Kind;
import io.tidegate.metrics.Metric.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {

  private final MetricDescriptions descriptions = new MetricDescriptions();
  private final Buckets buckets = new Buckets();

  @ParameterizedTest
  @EnumSource
  void everyMetricSaysWhatItTells(Metric metric) {
    assertThat(descriptions.of(metric)).isNotBlank().endsWith(".").doesNotContain("|");
  }

  @ParameterizedTest
  @EnumSource
  void everyMetricIsRegisteredSomewhere(Metric metric) throws IOException {
    Pattern use = Pattern.compile("\\bMetric\\." + metric + "\\b");
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      assertThat(sources.filter(MetricTest::registers))
          .anySatisfy(file -> assertThat(Files.readString(file)).containsPattern(use));
    }
  }

  /** The rules only read metrics. */
  private static boolean registers(Path file) {
    return file.toString().endsWith(".java") && !file.endsWith("alerting/Rules.java");
  }

  @ParameterizedTest
  @EnumSource
  void namesEndWithTheirUnitAsPrometheusAdvises(Metric metric) {
    String suffix =
        switch (metric.unit()) {
          case SECONDS -> "_seconds";
          case BYTES -> "_bytes";
          case THOUSANDTHS -> "_milli";
          case NUMBER, TOKENS, PERCENT -> "";
        };

    assertThat(metric.exposed()).endsWith(suffix);
    assertThat(metric.unit() == Unit.NUMBER && metric.exposed().matches(".*_(seconds|bytes|milli)"))
        .isFalse();
  }

  @Test
  void noTwoAreScrapedUnderOneName() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::exposed)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void distributionsAndOnlyTheseHaveBuckets(Metric metric) {
    boolean distribution = metric.kind() == Kind.DURATION || metric.kind() == Kind.NUMBERS;

    assertThat(!buckets.of(metric).isEmpty()).isEqualTo(distribution);
  }

  @Test
  void bucketsAreOfMetricsThatThereAre() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::id)).containsAll(buckets.ids());
  }

  @Test
  void refusesAnotherKindAndAnotherNumberOfValues() {
    Metric.ATTEMPTS.require(Kind.COUNTER, 2);

    assertThatThrownBy(() -> Metric.ATTEMPTS.require(Kind.GAUGE, 2)).hasMessageContaining("NODE");
    assertThatThrownBy(() -> Metric.ATTEMPTS.require(Kind.COUNTER, 1)).hasMessageContaining("NODE");
  }
}
