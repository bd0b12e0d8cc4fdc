package io.tidegate.routing;

import io.tidegate.exchange.Outcome;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.routing.nodes.Capability;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.Pool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Teaches a node's health by what its attempts have shown.
 *
 * <p>A node is ejected as a whole only when it fails as a whole: while another of its capabilities
 * goes well, keeping calls away is the breaker's affair. Thread-safe.
 */
final class OutlierDetector {

  /** What has gone well within that time is thought to go well still. */
  private static final Duration LATELY = Duration.ofMinutes(1);

  private static final Logger LOG = System.getLogger(OutlierDetector.class.getName());

  private final Pool pool;
  private final Predicate<Node> serves;
  private final Metrics metrics;

  /** A detector of the nodes in {@code pool}, whose accounts {@code placer} knows. */
  OutlierDetector(Pool pool, Placer placer, Metrics metrics) {
    this(pool, placer::paid, metrics);
  }

  /**
   * A detector of the nodes in {@code pool}.
   *
   * @param serves whether a node's account lets it serve, so that another one can be spared
   */
  OutlierDetector(Pool pool, Predicate<Node> serves, Metrics metrics) {
    this.pool = pool;
    this.serves = serves;
    this.metrics = metrics;
  }

  /** Learns from an outcome that speaks for itself. */
  void observe(Node node, Outcome outcome, long now) {
    switch (outcome.kind()) {
      case COMPLETED -> {
        // That it refuses a request shows no more than that somebody listens.
        if (outcome.status() < 400) {
          node.health().succeeded(now);
        }
      }
      case UNREACHABLE -> {
        if (node.health().failed(now)) {
          eject(node, now, "it cannot be reached");
        }
      }
      case BUSY, FAILED, TIMED_OUT, UNSUPPORTED, REJECTED, CANCELLED -> {
        // What is busy rests by itself. What the call may be at fault for is decided later; the
        // rest is not the node's affair.
      }
    }
  }

  /** The failure that {@code capability} met {@code at} that time is the node's fault. */
  void failed(Node node, Capability capability, long at, long now) {
    if (node.health().failed(at) && !wellOtherwise(node, capability, now)) {
      eject(node, now, "it failed too often in a row");
    }
  }

  /** All failures of {@code capability} there, by their number, are the node's fault. */
  void condemn(Node node, Capability capability, long now) {
    if (!wellOtherwise(node, capability, now)) {
      eject(node, now, "it fails so much more often than others");
    }
  }

  private static boolean wellOtherwise(Node node, Capability capability, long now) {
    return node.servings().values().stream()
        .anyMatch(
            other ->
                !other.capability().equals(capability)
                    && other.streak().servedSince(now - LATELY.toNanos()));
  }

  private void eject(Node node, long now, String reason) {
    if (pool.eject(node, serves, now)) {
      metrics.counter(Metric.NODE_EJECTIONS, node.name()).increment();
      LOG.log(Level.WARNING, "node {0} is ejected: {1}", node.name(), reason);
    }
  }
}
