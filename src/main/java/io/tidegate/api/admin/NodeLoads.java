package io.tidegate.api.admin;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.admission.Limiter;
import io.tidegate.history.FigureChange;
import io.tidegate.history.FigureHistory;
import io.tidegate.history.NodeCalls;
import io.tidegate.routing.nodes.Capability;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** Shows nodes with what they have to do: their share of the calls, and their learned limits. */
public final class NodeLoads {

  private static final double THOUSANDTHS = 1e3;

  private final FigureHistory history;
  private final LongSupplier clock;
  private final InstantSource wall;

  /**
   * Loads as {@code history} knows them.
   *
   * @param clock the nano clock, by which limits move
   * @param wall the time that people are told
   */
  NodeLoads(FigureHistory history, LongSupplier clock, InstantSource wall) {
    this.history = requireNonNull(history, "history");
    this.clock = requireNonNull(clock, "clock");
    this.wall = requireNonNull(wall, "wall");
  }

  /** {@code node} as JSON; what is not known is null. */
  ObjectNode of(Node node) {
    FigureChange minute = history.now().minute();
    NodeCalls calls = minute.at(node.name());
    double share = minute.share(node.name());
    ObjectNode view = NodeView.of(node);
    view.put("share", Double.isNaN(share) ? null : (Double) rounded(share));
    view.put("attemptsPerSecond", rounded(calls.all()));
    view.put("failuresPerSecond", rounded(calls.failed()));
    ArrayNode limits = view.putArray("limits");
    long now = clock.getAsLong();
    Comparator<Capability> order =
        Comparator.comparing(Capability::model).thenComparing(Capability::operation);
    node.servings().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(order))
        .forEach(each -> put(limits.addObject(), each.getKey(), each.getValue(), now));
    return view;
  }

  private void put(ObjectNode view, Capability of, NodeModel serving, long now) {
    Limiter limiter = serving.limiter();
    view.put("model", of.model())
        .put("operation", of.operation().metricName())
        .put("inFlight", limiter.inFlight())
        .put("limit", limiter.limit())
        .put("speed", limiter.speed() / THOUSANDTHS)
        .put("lastMove", limiter.moved().map(moved -> moved.why().label()).orElse(null))
        .put("movedAt", limiter.moved().map(moved -> told(moved.at(), now)).orElse(null))
        .put("breaker", serving.breaker().state(now).name().toLowerCase(Locale.ROOT));
  }

  private String told(long at, long now) {
    Instant time = wall.instant().minusNanos(now - at);
    return time.toString();
  }

  private static double rounded(double value) {
    return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
  }
}
