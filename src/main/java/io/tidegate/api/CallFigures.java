package io.tidegate.api;

import io.tidegate.metrics.MetricNames;
import io.tidegate.metrics.Metrics;

/**
 * The instruments of calls of one kind, looked up once.
 *
 * @param requests their number
 * @param total how long they took, in nanoseconds
 * @param firstContent how long their first content took, in nanoseconds
 */
record CallFigures(
    Metrics.Counter requests, Metrics.Distribution total, Metrics.Distribution firstContent) {

  static CallFigures of(
      Metrics metrics, String operation, String model, String outcome, String reason) {
    return new CallFigures(
        metrics.counter(
            MetricNames.REQUESTS, "operation", operation, "outcome", outcome, "reason", reason),
        metrics.duration(
            MetricNames.REQUEST_DURATION,
            "gen_ai_operation_name",
            operation,
            "gen_ai_request_model",
            model,
            "error_type",
            reason),
        metrics.duration(
            MetricNames.TIME_TO_FIRST_TOKEN,
            "gen_ai_operation_name",
            operation,
            "gen_ai_request_model",
            model));
  }
}
