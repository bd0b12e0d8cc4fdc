package io.tidegate.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.alerting.Alert;
import io.tidegate.alerting.Alerts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server's alerts.
 *
 * @param evaluated when the rules were last looked at, or null before the first time
 * @param resolved those that ended within a day
 */
record AlertsJson(
    Instant evaluated,
    @JsonProperty(required = true) List<AlertJson> firing,
    @JsonProperty(required = true) List<AlertJson> pending,
    @JsonProperty(required = true) List<AlertJson> resolved) {

  /**
   * An alert; what has not come to pass is null.
   *
   * @param labels what tells it apart from others of its rule
   * @param since when its conditions began to hold
   * @param value the last value for which they held
   * @param threshold what it is compared with
   * @param runbook where to read what to do
   */
  record AlertJson(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) Map<String, String> labels,
      @JsonProperty(required = true) String severity,
      @JsonProperty(required = true) String summary,
      @JsonProperty(required = true) Instant since,
      Instant fired,
      Instant resolved,
      @JsonProperty(required = true) double value,
      @JsonProperty(required = true) String threshold,
      @JsonProperty(required = true) String runbook) {

    static AlertJson of(Alert alert) {
      return new AlertJson(
          alert.name(),
          new TreeMap<>(alert.labels()),
          alert.severity().label(),
          alert.summary(),
          alert.since(),
          alert.fired().orElse(null),
          alert.resolved().orElse(null),
          alert.value(),
          alert.threshold(),
          alert.runbook());
    }
  }

  static AlertsJson of(Alerts alerts) {
    return new AlertsJson(
        alerts.evaluated(),
        in(Alert.State.FIRING, alerts),
        in(Alert.State.PENDING, alerts),
        in(Alert.State.RESOLVED, alerts));
  }

  private static List<AlertJson> in(Alert.State state, Alerts alerts) {
    return alerts.in(state).stream().map(AlertJson::of).toList();
  }
}
