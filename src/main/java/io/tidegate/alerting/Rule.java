package io.tidegate.alerting;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * When somebody is to be alarmed; immutable.
 *
 * @param name the alert's name, which is a heading of the runbook
 * @param by the labels that tell its alerts of one server apart
 * @param conditions all must hold; the first gives the alert's value
 * @param patience for how long they must have held
 * @param summary one sentence; {@code {node}} stands for the label of that name
 */
record Rule(
    String name,
    List<String> by,
    List<Condition> conditions,
    Duration patience,
    Severity severity,
    String summary) {

  Rule {
    requireNonNull(name, "name");
    by = List.copyOf(by);
    conditions = List.copyOf(conditions);
    requireNonNull(patience, "patience");
    requireNonNull(severity, "severity");
    requireNonNull(summary, "summary");
  }

  /** The condition whose quantity is the alert's value. */
  Condition first() {
    return conditions.get(0);
  }

  /** The expression as Prometheus reads it. */
  String promql() {
    return conditions.stream()
        .map(condition -> condition.promql(by))
        .collect(Collectors.joining("\nand\n"));
  }

  /** Whether all conditions hold for {@code group}. */
  boolean holds(History history, List<String> group) {
    return conditions.stream().allMatch(condition -> condition.holds(history, by, group));
  }

  void needs(BiConsumer<Series, Duration> needs) {
    conditions.forEach(condition -> condition.needs(by, needs));
  }

  /** The anchor of its heading in the runbook. */
  String anchor() {
    return name.toLowerCase(Locale.ROOT);
  }
}
