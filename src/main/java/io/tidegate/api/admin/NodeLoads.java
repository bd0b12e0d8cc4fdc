package io.tidegate.api.admin;

import static java.util.Objects.requireNonNull;

import io.tidegate.admission.Limiter;
import io.tidegate.api.admin.NodeViewJson.NodeLimitJson;
import io.tidegate.history.FigureChange;
import io.tidegate.history.FigureHistory;
import io.tidegate.history.NodeCalls;
import io.tidegate.routing.nodes.Capability;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
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

  /** {@code node} as administrators see it; what is not known is null. */
  NodeViewJson of(Node node) {
    FigureChange minute = history.now().minute();
    NodeCalls calls = minute.at(node.name());
    double share = minute.share(node.name());
    long now = clock.getAsLong();
    Comparator<Capability> order =
        Comparator.comparing(Capability::model).thenComparing(Capability::operation);
    List<NodeLimitJson> limits =
        node.servings().entrySet().stream()
            .sorted(Map.Entry.comparingByKey(order))
            .map(each -> limit(each.getKey(), each.getValue(), now))
            .toList();
    return NodeViewJson.of(
        node,
        Double.isNaN(share) ? null : (Double) rounded(share),
        rounded(calls.all()),
        rounded(calls.failed()),
        limits);
  }

  private NodeLimitJson limit(Capability of, NodeModel serving, long now) {
    Limiter limiter = serving.limiter();
    return new NodeLimitJson(
        of.model(),
        of.operation().metricName(),
        limiter.inFlight(),
        limiter.limit(),
        limiter.speed() / THOUSANDTHS,
        limiter.moved().map(moved -> moved.why().label()).orElse(null),
        limiter.moved().map(moved -> told(moved.at(), now)).orElse(null),
        serving.breaker().state(now).name().toLowerCase(Locale.ROOT));
  }

  private Instant told(long at, long now) {
    return wall.instant().minusNanos(now - at);
  }

  private static double rounded(double value) {
    return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
  }
}
