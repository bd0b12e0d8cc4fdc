package io.tidegate.routing;

import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;

/** Counts attempts by their node and how they ended. */
final class AttemptCount {

  private AttemptCount() {}

  /** Counts an end at {@code node}, which had {@code accepted} the call or not. */
  static void count(Metrics metrics, String node, Outcome outcome, boolean accepted) {
    String how = outcome.kind().label();
    metrics.counter(Metric.ATTEMPTS, node, how).increment();
    if (outcome.kind() == Kind.BUSY && accepted) {
      metrics.counter(Metric.BUSY_UNDER_200, node).increment();
    }
  }
}
