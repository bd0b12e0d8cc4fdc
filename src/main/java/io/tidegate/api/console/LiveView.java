package io.tidegate.api.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidegate.alerting.Alert;
import io.tidegate.alerting.Alerts;
import io.tidegate.history.FigureHistory;
import io.tidegate.routing.nodes.Node;
import java.util.Collection;
import java.util.function.Supplier;

/** Makes of figures, nodes and alerts what the console shows of this moment. Thread-safe. */
final class LiveView {

  private final FigureHistory history;
  private final Supplier<Collection<Node>> nodes;
  private final Supplier<Alerts> alerts;

  /** A view of these three. */
  LiveView(FigureHistory history, Supplier<Collection<Node>> nodes, Supplier<Alerts> alerts) {
    this.history = requireNonNull(history, "history");
    this.nodes = requireNonNull(nodes, "nodes");
    this.alerts = requireNonNull(alerts, "alerts");
  }

  /** This moment and the last hour. */
  NowView whole() {
    return now(HourView.of(history.hour()));
  }

  /** This moment as a server-sent event. */
  byte[] event() {
    return event("now", now(null));
  }

  /** The last hour as a server-sent event. */
  byte[] hourEvent() {
    return event("history", HourView.of(history.hour()));
  }

  private NowView now(HourView hour) {
    Collection<Node> known = nodes.get();
    Alerts told = alerts.get();
    return NowView.of(
        history.now(),
        new NowView.NodeCount(known.size(), known.stream().filter(Node::usable).count()),
        new NowView.AlertCount(
            told.in(Alert.State.FIRING).size(), told.in(Alert.State.PENDING).size()),
        hour);
  }

  private static byte[] event(String name, Object view) {
    return ("event: " + name + "\ndata: " + ConsoleJson.of(view) + "\n\n").getBytes(UTF_8);
  }
}
