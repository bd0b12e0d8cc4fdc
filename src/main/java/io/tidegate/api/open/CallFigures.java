package io.tidegate.api.open;

import io.tidegate.metrics.Metric;
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
        metrics.counter(Metric.REQUESTS, operation, outcome, reason),
        metrics.duration(Metric.REQUEST_DURATION, operation, model, reason),
        metrics.duration(Metric.TIME_TO_FIRST_TOKEN, operation, model));
  }
}
