package io.tidegate.alerting;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A rule that holds, or has held, for one group of this server's figures; immutable.
 *
 * @param name the rule's name
 * @param labels what tells it apart from others of its rule, such as the node
 * @param since when its conditions began to hold
 * @param fired when it began to fire; nothing while it is pending
 * @param resolved when it ended to fire; nothing before
 * @param value the last value for which the conditions held
 * @param threshold what it is compared with, such as {@code > 0.05}
 * @param runbook where to read what to do
 */
public record Alert(
    String name,
    Map<String, String> labels,
    Severity severity,
    String summary,
    Instant since,
    Optional<Instant> fired,
    Optional<Instant> resolved,
    double value,
    String threshold,
    String runbook) {

  public Alert {
    requireNonNull(name, "name");
    labels = Map.copyOf(labels);
    requireNonNull(since, "since");
  }

  /** Where an alert is. */
  public enum State {
    PENDING,
    FIRING,
    RESOLVED
  }

  /** Where it is. */
  public State state() {
    if (resolved.isPresent()) {
      return State.RESOLVED;
    }
    return fired.isPresent() ? State.FIRING : State.PENDING;
  }
}
