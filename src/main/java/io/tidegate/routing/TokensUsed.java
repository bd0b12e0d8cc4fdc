package io.tidegate.routing;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Usage;
import io.tidegate.metrics.MetricNames;
import io.tidegate.metrics.Metrics;

/** Shows the tokens that nodes report, once for each attempt, whoever reads its answer. */
record TokensUsed(Metrics metrics) {

  void count(Call call, Usage usage) {
    count(call, "input", usage.input());
    count(call, "output", usage.output());
  }

  private void count(Call call, String type, long tokens) {
    if (tokens >= 0) {
      metrics
          .numbers(
              MetricNames.TOKEN_USAGE,
              "gen_ai_operation_name",
              call.operation().metricName(),
              "gen_ai_request_model",
              call.model(),
              "gen_ai_token_type",
              type)
          .record(tokens);
    }
  }
}
