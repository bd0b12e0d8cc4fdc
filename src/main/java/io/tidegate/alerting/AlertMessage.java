package io.tidegate.alerting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.alerting.Announcements.Due;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a receiver is told of an alert: the JSON of Alertmanager's webhooks, version 4, with one
 * alert in it. The labels tell no server, since it may fire on several.
 */
final class AlertMessage {

  /** How Go, and so Alertmanager, writes that there is no time. */
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private AlertMessage() {}

  /**
   * The message about {@code due}.
   *
   * @param url where this server is reached
   * @param now when it is over, if it is
   */
  static String of(Due due, String url, Instant now) {
    Map<String, String> labels = new TreeMap<>(due.text().labels());
    labels.put("alertname", due.text().name());
    labels.put("severity", due.text().severity());
    Map<String, String> annotations =
        Map.of("summary", due.text().summary(), "runbook_url", due.text().runbook());
    ObjectNode message =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", "4")
            .put("groupKey", "{}:{alertname=\"" + due.text().name() + "\"}")
            .put("truncatedAlerts", 0)
            .put("status", status(due))
            .put("receiver", "tidegate");
    message.putObject("groupLabels").put("alertname", due.text().name());
    put(message.putObject("commonLabels"), labels);
    put(message.putObject("commonAnnotations"), annotations);
    message.put("externalURL", url);
    ObjectNode alert = message.putArray("alerts").addObject();
    alert.put("status", status(due));
    put(alert.putObject("labels"), labels);
    put(alert.putObject("annotations"), annotations);
    alert
        .put("startsAt", Instant.ofEpochMilli(due.text().since()).toString())
        .put("endsAt", due.fires() ? NEVER : now.toString())
        .put("generatorURL", url + "/api/alerts")
        .put("fingerprint", due.id());
    return message.toString();
  }

  /** An id that is the same when the same is told again. */
  static String id(Due due) {
    return "alert_" + due.id() + "_" + due.text().since() + "_" + status(due);
  }

  private static String status(Due due) {
    return due.fires() ? "firing" : "resolved";
  }

  private static void put(ObjectNode node, Map<String, String> texts) {
    new TreeMap<>(texts).forEach(node::put);
  }
}
