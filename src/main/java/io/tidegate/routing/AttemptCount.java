package io.tidegate.routing;

import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;

/** Counts attempts by their node and how they ended. */
final class AttemptCount {

  private AttemptCount() {}

  static void count(Metrics metrics, RoutedAttempt attempt, Outcome outcome) {
    String node = attempt.place().node().name();
    String how = outcome.kind().label();
    metrics.counter(Metric.ATTEMPTS, node, how).increment();
    if (outcome.kind() == Kind.BUSY && attempt.isAccepted()) {
      metrics.counter(Metric.BUSY_UNDER_200, node).increment();
    }
  }
}
