package io.tidegate.alerting;

import static java.util.Objects.requireNonNull;

import io.tidegate.metrics.MetricReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Evaluates the rules over this server's own figures, as Prometheus does over what it scrapes: an
 * alert is pending while its conditions hold, fires once they have held for long enough, and is
 * resolved as soon as they do not hold. One evaluation at a time; what it found may be read by any
 * thread.
 */
public final class Evaluator {

  /** How many that have ended are remembered. */
  private static final int MOST_RESOLVED = 100;

  private static final Duration REMEMBERED = Duration.ofDays(1);

  private record Key(String rule, List<String> group) {}

  /** An alert, and when its conditions began to hold, by the nano clock. */
  private record Held(Alert alert, long since) {}

  private final List<Rule> rules;
  private final String runbook;
  private final MetricReader reader;
  private final LongSupplier clock;
  private final InstantSource wall;
  private final History history;
  private final Deque<Alert> resolved = new ArrayDeque<>();
  private Map<Key, Held> held = new HashMap<>();
  private volatile Alerts alerts = Alerts.NONE;

  /**
   * An evaluator of {@code rules}.
   *
   * @param clock the nano clock, by which windows are measured
   * @param wall the time that people are told
   */
  Evaluator(
      List<Rule> rules,
      AlertingConfig config,
      MetricReader reader,
      LongSupplier clock,
      InstantSource wall) {
    this.rules = List.copyOf(rules);
    this.runbook = config.runbook();
    this.reader = requireNonNull(reader, "reader");
    this.clock = requireNonNull(clock, "clock");
    this.wall = requireNonNull(wall, "wall");
    this.history = new History(config.interval());
    rules.forEach(rule -> rule.needs(history::keep));
  }

  /** What the last evaluation found. */
  public Alerts alerts() {
    return alerts;
  }

  /** Samples the figures, and evaluates all rules. */
  void tick() {
    long now = clock.getAsLong();
    Instant time = wall.instant();
    history.sample(reader, now);
    Map<Key, Held> next = new HashMap<>();
    List<Alert> active = new ArrayList<>();
    for (Rule rule : rules) {
      for (List<String> group : groups(rule)) {
        if (rule.holds(history, group)) {
          Key key = new Key(rule.name(), group);
          Held holds = hold(rule, group, held.get(key), now, time);
          next.put(key, holds);
          active.add(holds.alert());
        }
      }
    }
    resolve(next.keySet(), time);
    held = next;
    alerts = new Alerts(time, active, List.copyOf(resolved));
  }

  private Held hold(Rule rule, List<String> group, Held before, long now, Instant time) {
    long since = before == null ? now : before.since();
    Alert known = before == null ? fresh(rule, group, time) : before.alert();
    boolean fires = now - since >= rule.patience().toNanos();
    Optional<Instant> fired = known.fired().or(() -> fires ? Optional.of(time) : Optional.empty());
    return new Held(with(known, rule, group, fired), since);
  }

  private Alert fresh(Rule rule, List<String> group, Instant time) {
    Map<String, String> labels = new TreeMap<>();
    String summary = rule.summary();
    for (int i = 0; i < group.size(); i++) {
      labels.put(rule.by().get(i), group.get(i));
      summary = summary.replace("{" + rule.by().get(i) + "}", group.get(i));
    }
    return new Alert(
        rule.name(),
        labels,
        rule.severity(),
        summary,
        time,
        Optional.empty(),
        Optional.empty(),
        0,
        "",
        runbook + "#" + rule.anchor());
  }

  private Alert with(Alert alert, Rule rule, List<String> group, Optional<Instant> fired) {
    Condition first = rule.first();
    return new Alert(
        alert.name(),
        alert.labels(),
        alert.severity(),
        alert.summary(),
        alert.since(),
        fired,
        Optional.empty(),
        number(first.quantity(), rule, group),
        first.sign() + " " + text(number(first.bound(), rule, group)),
        alert.runbook());
  }

  private double number(Quantity quantity, Rule rule, List<String> group) {
    // The rule holds, so there is one.
    return quantity.value(history, rule.by(), group).orElse(0);
  }

  private static String text(double number) {
    return new Constant(number).promql(List.of());
  }

  private void resolve(Set<Key> holding, Instant time) {
    held.forEach(
        (key, before) -> {
          if (!holding.contains(key) && before.alert().fired().isPresent()) {
            resolved.addFirst(ended(before.alert(), time));
          }
        });
    while (resolved.size() > MOST_RESOLVED || outlived(time)) {
      resolved.removeLast();
    }
  }

  private boolean outlived(Instant time) {
    return !resolved.isEmpty()
        && resolved.peekLast().resolved().orElse(time).isBefore(time.minus(REMEMBERED));
  }

  private static Alert ended(Alert alert, Instant time) {
    return new Alert(
        alert.name(),
        alert.labels(),
        alert.severity(),
        alert.summary(),
        alert.since(),
        alert.fired(),
        Optional.of(time),
        alert.value(),
        alert.threshold(),
        alert.runbook());
  }

  /** The groups that a rule may hold for: those of what it compares first. */
  private Set<List<String>> groups(Rule rule) {
    Set<List<String>> groups = new HashSet<>();
    rule.first()
        .quantity()
        .needs(rule.by(), (series, window) -> groups.addAll(history.groups(series)));
    return groups;
  }
}
