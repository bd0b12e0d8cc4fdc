package io.tidegate.api.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.alerting.Alert;
import io.tidegate.alerting.Alerts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** A server's alerts as JSON; what has not come to pass is null. */
final class AlertsJson {

  private AlertsJson() {}

  static String of(Alerts alerts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("evaluated", text(alerts.evaluated()));
    for (Alert.State state :
        List.of(Alert.State.FIRING, Alert.State.PENDING, Alert.State.RESOLVED)) {
      ArrayNode list = json.putArray(state.name().toLowerCase(Locale.ROOT));
      alerts.in(state).forEach(alert -> list.add(node(alert)));
    }
    return json.toString();
  }

  private static ObjectNode node(Alert alert) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", alert.name());
    ObjectNode labels = node.putObject("labels");
    new TreeMap<>(alert.labels()).forEach(labels::put);
    return node.put("severity", alert.severity().label())
        .put("summary", alert.summary())
        .put("since", text(alert.since()))
        .put("fired", text(alert.fired().orElse(null)))
        .put("resolved", text(alert.resolved().orElse(null)))
        .put("value", alert.value())
        .put("threshold", alert.threshold())
        .put("runbook", alert.runbook());
  }

  private static String text(Instant time) {
    return time == null ? null : time.toString();
  }
}
