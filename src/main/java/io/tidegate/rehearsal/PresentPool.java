package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.Tier;
import io.tidegate.simulator.SimulatorSettings;
import java.util.List;

/** The nodes of the running server as they would be rehearsed; thread-safe. */
final class PresentPool {

  private final Pool pool;
  private final NodeSpeeds speeds;

  PresentPool(Pool pool, NodeSpeeds speeds) {
    this.pool = requireNonNull(pool, "pool");
    this.speeds = requireNonNull(speeds, "speeds");
  }

  /** All nodes that calls may be given to. */
  List<RehearsedNode> nodes() {
    return pool.nodes().stream().filter(Node::usable).map(this::rehearsed).toList();
  }

  /** The pace of a node of which nothing is known: that of the simulator. */
  static NodePace usualPace() {
    SimulatorSettings usual = SimulatorSettings.defaults();
    return new NodePace(
        (double) usual.timeToFirstToken().toNanos(),
        (double) usual.timePerPromptToken().toNanos(),
        (double) usual.timePerToken().toNanos(),
        usual.crowding(),
        usual.jitter());
  }

  /**
   * A node that works at as many calls as it was learned to take. What it gets above that it
   * refuses if it is a service, as DeepSeek's is, and lets wait if it is an engine.
   */
  private RehearsedNode rehearsed(Node node) {
    NodeSpec spec = node.spec().withModels(node.models());
    int capacity =
        node.models().keySet().stream().mapToInt(node::limit).max().orElse(spec.maxConnections());
    int places = Math.max(1, Math.min(capacity, spec.maxConnections()));
    int queue = spec.tier() == Tier.PUBLIC ? 0 : spec.maxConnections() - places;
    NodePace pace = speeds.of(node.name(), usualPace().jitter()).orElse(usualPace());
    return new RehearsedNode(spec, places, queue, pace);
  }
}
