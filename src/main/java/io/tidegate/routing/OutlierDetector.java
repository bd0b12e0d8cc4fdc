package io.tidegate.routing;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Outcome;
import io.tidegate.metrics.MetricNames;
import io.tidegate.metrics.Metrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Teaches a node's health by the outcomes of its attempts. */
final class OutlierDetector {

  private static final Logger LOG = System.getLogger(OutlierDetector.class.getName());

  private final Pool pool;
  private final Metrics metrics;

  OutlierDetector(Pool pool, Metrics metrics) {
    this.pool = pool;
    this.metrics = metrics;
  }

  void observe(Node node, Outcome outcome, long now) {
    switch (outcome.kind()) {
      case COMPLETED -> node.health().succeeded(now);
      case BUSY -> node.health().busy(now, outcome.notBefore());
      case FAILED -> failed(node, now);
      case TIMED_OUT -> {
        // A call that ran out of its own time says nothing about the node.
        if (outcome.failure().code() == ErrorCode.UPSTREAM_TIMEOUT) {
          failed(node, now);
        }
      }
      case REJECTED, CANCELLED -> {
        // The one is the account's affair, the other nobody's.
      }
    }
  }

  private void failed(Node node, long now) {
    if (node.health().failed()) {
      eject(node, now, "it failed too often in a row");
    }
  }

  private void eject(Node node, long now, String reason) {
    if (pool.eject(node, now)) {
      metrics.counter(MetricNames.NODE_EJECTIONS, "node", node.name()).increment();
      LOG.log(Level.WARNING, "node {0} is ejected: {1}", node.name(), reason);
    }
  }
}
