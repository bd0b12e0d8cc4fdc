package io.tidegate.alerting;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Some series of a metric; immutable.
 *
 * @param metric the metric's name as Prometheus scrapes it
 * @param matches what their labels must be, all of it
 */
record Selector(String metric, List<Match> matches) {

  /**
   * What one label must be; a label that is missing counts as empty, as in Prometheus.
   *
   * @param wanted whether it must be one of {@code values}, or none of them
   * @param values letters, digits and underscores only: they are printed unquoted in a pattern
   */
  record Match(String label, boolean wanted, List<String> values) {

    Match {
      requireNonNull(label, "label");
      values = List.copyOf(values);
    }

    private String promql() {
      boolean one = values.size() == 1;
      String operator = wanted ? (one ? "=" : "=~") : (one ? "!=" : "!~");
      return label + operator + '"' + String.join("|", values) + '"';
    }

    private boolean admits(Map<String, String> labels) {
      return wanted == values.contains(labels.getOrDefault(label, ""));
    }
  }

  Selector {
    requireNonNull(metric, "metric");
    matches = List.copyOf(matches);
  }

  /** All series of {@code metric}. */
  static Selector of(String metric) {
    return new Selector(metric, List.of());
  }

  /** Those of them whose {@code label} is one of {@code values}. */
  Selector with(String label, String... values) {
    return and(new Match(label, true, List.of(values)));
  }

  /** Those of them whose {@code label} is none of {@code values}. */
  Selector without(String label, String... values) {
    return and(new Match(label, false, List.of(values)));
  }

  private Selector and(Match match) {
    List<Match> all = new ArrayList<>(matches);
    all.add(match);
    return new Selector(metric, all);
  }

  /** Whether a series with {@code labels} is one of them. */
  boolean admits(Map<String, String> labels) {
    return matches.stream().allMatch(match -> match.admits(labels));
  }

  /** The selector as Prometheus reads it. */
  String promql() {
    return matches.isEmpty()
        ? metric
        : metric + matches.stream().map(Match::promql).collect(Collectors.joining(", ", "{", "}"));
  }
}
