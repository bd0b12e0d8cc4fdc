package io.tidegate.routing;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;

/** Shows how attempts ended, and the tokens that their nodes reported, whoever reads the answer. */
record AttemptMetrics(Metrics metrics) {

  /**
   * Counts an end in {@code place}, whose node had {@code accepted} the call or not.
   *
   * <p>By the model that was asked there: what the client calls it may be anything.
   */
  void ended(Operation operation, Place place, Outcome outcome, boolean accepted) {
    String node = place.node().name();
    metrics.counter(Metric.ATTEMPTS, node, outcome.kind().label()).increment();
    if (outcome.kind() == Kind.BUSY && accepted) {
      metrics.counter(Metric.BUSY_UNDER_200, node).increment();
    }
    used(operation, place.model(), "input", outcome.usage().input());
    used(operation, place.model(), "output", outcome.usage().output());
  }

  private void used(Operation operation, String model, String type, long tokens) {
    if (tokens >= 0) {
      metrics.numbers(Metric.TOKEN_USAGE, operation.metricName(), model, type).record(tokens);
    }
  }
}
