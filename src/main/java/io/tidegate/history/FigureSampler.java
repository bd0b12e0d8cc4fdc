package io.tidegate.history;

import static java.util.Objects.requireNonNull;

import io.tidegate.metrics.Distributed;
import io.tidegate.metrics.DistributionReader;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.MetricReader;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads where all figures stand, each metric once. Thread-safe. */
final class FigureSampler {

  /** Outcomes of attempts that do not tell against a node. */
  private static final Set<String> HARMLESS = Set.of("completed", "cancelled");

  private static final Map<Metric, List<Figure>> BY_METRIC =
      Stream.of(Figure.values())
          .collect(Collectors.groupingBy(Figure::metric, LinkedHashMap::new, Collectors.toList()));

  private final MetricReader metrics;
  private final DistributionReader distributions;

  /** A sampler of what the two readers tell. */
  FigureSampler(MetricReader metrics, DistributionReader distributions) {
    this.metrics = requireNonNull(metrics, "metrics");
    this.distributions = requireNonNull(distributions, "distributions");
  }

  /** A sample at {@code now}, a reading of the nano clock. */
  FigureSample sample(long now) {
    Map<Figure, Double> values = new EnumMap<>(Figure.class);
    BY_METRIC.forEach((metric, figures) -> read(metric, figures, values));
    Map<String, NodeCalls> nodes = new HashMap<>();
    metrics.read(
        Metric.ATTEMPTS.exposed(),
        (labels, count) -> {
          boolean bad = !HARMLESS.contains(labels.getOrDefault("outcome", ""));
          nodes.merge(
              labels.getOrDefault("node", ""),
              NodeCalls.NONE.plus(count, bad),
              (one, other) ->
                  new NodeCalls(one.all() + other.all(), one.failed() + other.failed()));
        });
    return new FigureSample(
        now,
        values,
        all(Metric.TIME_TO_FIRST_TOKEN, labels -> true),
        all(Metric.QUEUE_WAIT, labels -> "started".equals(labels.get("outcome"))),
        nodes);
  }

  private void read(Metric metric, List<Figure> figures, Map<Figure, Double> values) {
    if (metric.kind() == Metric.Kind.COUNTER || metric.kind() == Metric.Kind.GAUGE) {
      metrics.read(metric.exposed(), (labels, value) -> add(figures, labels, value, values));
    } else {
      distributions.read(
          metric, (labels, recorded) -> add(figures, labels, recorded.sum(), values));
    }
  }

  private static void add(
      List<Figure> figures, Map<String, String> labels, double value, Map<Figure, Double> values) {
    for (Figure figure : figures) {
      if (figure.has(labels)) {
        values.merge(figure, value, Double::sum);
      }
    }
  }

  private Distributed all(Metric metric, Predicate<Map<String, String>> wanted) {
    Distributed[] sum = {Distributed.NONE};
    distributions.read(
        metric,
        (labels, recorded) -> sum[0] = wanted.test(labels) ? sum[0].plus(recorded) : sum[0]);
    return sum[0];
  }
}
