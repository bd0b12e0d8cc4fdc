package io.tidegate.alerting;

import java.util.Map;
import java.util.TreeMap;

/**
 * What all servers together know of an alert that fires on one of them at least; immutable. Times
 * are epoch milliseconds.
 *
 * @param text what the receiver is told
 * @param servers where it fires, and when that was last said
 * @param told whether the receiver knows that it fires
 * @param sender the server that is about to tell the receiver, or that has failed to
 * @param until how long the others leave it to that one
 * @param tries how often it was tried since the last success
 */
record SharedAlert(
    Text text, Map<String, Long> servers, boolean told, String sender, long until, int tries) {

  /**
   * What the receiver is told.
   *
   * @param since when it began to fire, on the first server
   */
  record Text(
      String name,
      Map<String, String> labels,
      String severity,
      String summary,
      double value,
      String runbook,
      long since) {

    Text {
      labels = Map.copyOf(labels);
    }

    static Text of(Alert alert) {
      return new Text(
          alert.name(),
          alert.labels(),
          alert.severity().label(),
          alert.summary(),
          alert.value(),
          alert.runbook(),
          alert.fired().orElse(alert.since()).toEpochMilli());
    }
  }

  SharedAlert {
    servers = Map.copyOf(servers);
  }

  /** One that nobody has told of. */
  static SharedAlert untold(Alert alert) {
    return new SharedAlert(Text.of(alert), Map.of(), false, "", 0, 0);
  }

  boolean fires() {
    return !servers.isEmpty();
  }

  /** Whether the receiver knows something else than what is. */
  boolean due() {
    return told != fires();
  }

  /** The same, still firing on {@code server} at {@code now}. */
  SharedAlert seen(String server, long now) {
    Map<String, Long> next = new TreeMap<>(servers);
    next.put(server, now);
    return on(next);
  }

  /**
   * The same, without {@code server}, and without those that were not seen after {@code oldest}.
   */
  SharedAlert without(String server, long oldest) {
    Map<String, Long> next = new TreeMap<>(servers);
    next.remove(server);
    next.values().removeIf(seen -> seen < oldest);
    return on(next);
  }

  private SharedAlert on(Map<String, Long> next) {
    return new SharedAlert(text, next, told, sender, until, tries);
  }

  /** The same, to be told by {@code server}. */
  SharedAlert claimed(String server, long deadline) {
    return new SharedAlert(text, servers, told, server, deadline, tries + 1);
  }

  /** The same, now that the receiver knows that it fires, or that it does not. */
  SharedAlert knownAs(boolean fires) {
    return new SharedAlert(text, servers, fires, "", 0, 0);
  }
}
