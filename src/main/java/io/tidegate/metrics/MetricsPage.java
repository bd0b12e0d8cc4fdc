package io.tidegate.metrics;

import static java.util.stream.Collectors.joining;

import io.tidegate.metrics.Metric.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints the page about all metrics of ours, {@code docs/metrics.md}. */
final class MetricsPage {

  private static final String HEAD =
      """
      <!-- Printed from io.tidegate.metrics.Metric by MetricsPageMain. Change it there. -->
      # Metrics

      What `/metrics` tells of the gateway. How to read it is in [watch.md](watch.md#watch). Each series has
      the label `mp_scope="application"` beside its own. What the server and its JVM tell of themselves is there, too,
      under other scopes, and so is what MicroProfile Fault Tolerance counts (`ft_...`).

      A histogram has `_bucket`, `_count`, `_sum` and `_max` behind its name.

      | metric | kind | unit | labels | what |
      | --- | --- | --- | --- | --- |
      """;

  private static final String LABELS =
      """

      ## Labels
      No client can make a series: what it names and no node serves is counted under `none`. Of the names of nodes,
      models and accounts the first %d are told apart in each counter and histogram, and all others are `%s`.

      | label | of | values |
      | --- | --- | --- |
      """;

  private static final String BUCKETS =
      """

      ## Buckets
      | histogram | upper bounds |
      | --- | --- |
      """;

  private final MetricDescriptions descriptions = new MetricDescriptions();
  private final Buckets buckets = new Buckets();

  /** The whole page. */
  String text() {
    return HEAD
        + rows(metrics().map(this::row))
        + LABELS.formatted(LabelBounds.MOST, LabelBounds.OTHER)
        + rows(Arrays.stream(Label.values()).map(this::row))
        + BUCKETS
        + rows(metrics().filter(metric -> !buckets.of(metric).isEmpty()).map(this::bounds));
  }

  private String row(Metric metric) {
    return row(
        code(metric.exposed()),
        metric.kind().shown(),
        metric.unit() == Unit.NUMBER ? "" : metric.unit().name().toLowerCase(Locale.ROOT),
        metric.labels().stream().map(label -> code(label.key())).collect(joining(", ")),
        descriptions.of(metric));
  }

  private String row(Label label) {
    List<String> declared = label.declared();
    return row(
        code(label.key()),
        metrics()
            .filter(metric -> metric.labels().contains(label))
            .map(metric -> code(metric.exposed()))
            .collect(joining(", ")),
        declared.isEmpty()
            ? descriptions.of(label)
            : declared.stream().map(MetricsPage::code).collect(joining(", ")));
  }

  private String bounds(Metric metric) {
    return row(code(metric.exposed()), String.join(", ", buckets.of(metric)));
  }

  private static Stream<Metric> metrics() {
    return Arrays.stream(Metric.values());
  }

  private static String rows(Stream<String> rows) {
    return rows.collect(joining());
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
