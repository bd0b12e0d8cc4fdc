package io.tidegate.routing;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;

/** Shows how attempts ended, and the tokens that their nodes reported, whoever reads the answer. */
record AttemptMetrics(Metrics metrics) {

  /** Counts an end at {@code node}, which had {@code accepted} the call or not. */
  void ended(Call call, String node, Outcome outcome, boolean accepted) {
    metrics.counter(Metric.ATTEMPTS, node, outcome.kind().label()).increment();
    if (outcome.kind() == Kind.BUSY && accepted) {
      metrics.counter(Metric.BUSY_UNDER_200, node).increment();
    }
    used(call, "input", outcome.usage().input());
    used(call, "output", outcome.usage().output());
  }

  private void used(Call call, String type, long tokens) {
    if (tokens >= 0) {
      metrics
          .numbers(Metric.TOKEN_USAGE, call.operation().metricName(), call.model(), type)
          .record(tokens);
    }
  }
}
