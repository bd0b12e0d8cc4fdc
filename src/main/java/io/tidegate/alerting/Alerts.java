package io.tidegate.alerting;

import java.time.Instant;
import java.util.List;

/**
 * This server's alerts at one time; immutable.
 *
 * @param evaluated when; null before the first evaluation
 * @param active pending and firing ones, in the order of the rules
 * @param resolved those that have ended, the last first
 */
public record Alerts(Instant evaluated, List<Alert> active, List<Alert> resolved) {

  static final Alerts NONE = new Alerts(null, List.of(), List.of());

  public Alerts {
    active = List.copyOf(active);
    resolved = List.copyOf(resolved);
  }

  /** Those of them in {@code state}. */
  public List<Alert> in(Alert.State state) {
    return state == Alert.State.RESOLVED
        ? resolved
        : active.stream().filter(alert -> alert.state() == state).toList();
  }
}
