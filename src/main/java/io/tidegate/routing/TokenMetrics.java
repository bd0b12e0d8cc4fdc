package io.tidegate.routing;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Usage;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;

/** Shows the tokens that nodes report, once for each attempt, whoever reads its answer. */
record TokenMetrics(Metrics metrics) {

  void count(Call call, Usage usage) {
    count(call, "input", usage.input());
    count(call, "output", usage.output());
  }

  private void count(Call call, String type, long tokens) {
    if (tokens >= 0) {
      metrics
          .numbers(Metric.TOKEN_USAGE, call.operation().metricName(), call.model(), type)
          .record(tokens);
    }
  }
}
