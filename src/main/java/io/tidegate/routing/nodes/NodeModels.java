package io.tidegate.routing.nodes;

import io.tidegate.admission.LimitMove;
import io.tidegate.admission.Limiter;
import io.tidegate.admission.PermitCount;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.metrics.Metrics.Counter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Makes what is learned of each capability at each node, when it is first asked for; thread-safe.
 */
public final class NodeModels {

  private final RoutingConfig config;
  private final PermitCount permits;
  private final LongSupplier clock;
  private final Metrics metrics;
  private final Map<Capability, CapabilityTally> tallies = new ConcurrentHashMap<>();

  /** The models at nodes, whose limits and breakers {@code config} shapes. */
  public NodeModels(
      RoutingConfig config, PermitCount permits, LongSupplier clock, Metrics metrics) {
    this.config = config;
    this.permits = permits;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** What is known of {@code capability} at {@code node}. */
  public NodeModel of(Node node, Capability capability) {
    NodeModel known = node.serving(capability);
    return known != null ? known : node.serving(capability, () -> create(node, capability));
  }

  private NodeModel create(Node node, Capability capability) {
    String[] labels = labels(node, capability);
    Map<LimitMove, Counter> moves = new EnumMap<>(LimitMove.class);
    for (LimitMove move : LimitMove.values()) {
      moves.put(move, metrics.counter(Metric.LIMIT_MOVES, moved(labels, move)));
    }
    Limiter limiter =
        new Limiter(
            () -> node.spec().maxConnections(),
            permits,
            clock,
            move -> moves.get(move).increment());
    Breaker breaker = new Breaker(config.slowStart());
    metrics.gauge(Metric.LIMIT, limiter::limit, labels);
    metrics.gauge(Metric.LIMIT_SPEED, limiter::speed, labels);
    metrics.gauge(Metric.LIMIT_IN_USE, limiter::inFlight, labels);
    metrics.gauge(Metric.BREAKER_STATE, () -> breaker.state(clock.getAsLong()).level(), labels);
    Streak streak = new Streak(tallies.computeIfAbsent(capability, name -> new CapabilityTally()));
    return new NodeModel(capability, limiter, breaker, streak);
  }

  private static String[] moved(String[] labels, LimitMove move) {
    String[] all = Arrays.copyOf(labels, labels.length + 1);
    all[labels.length] = move.label();
    return all;
  }

  /** The labels of what is measured of {@code capability} at {@code node}. */
  static String[] labels(Node node, Capability capability) {
    return new String[] {node.name(), capability.model(), capability.operation().metricName()};
  }
}
