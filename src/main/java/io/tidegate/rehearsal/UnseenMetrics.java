package io.tidegate.rehearsal;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.util.function.LongSupplier;

/** Metrics that nobody sees: what is only rehearsed must not count. Immutable. */
final class UnseenMetrics implements Metrics {

  @Override
  public Counter counter(Metric metric, String... values) {
    return count -> {};
  }

  @Override
  public Distribution duration(Metric metric, String... values) {
    return value -> {};
  }

  @Override
  public Distribution numbers(Metric metric, String... values) {
    return value -> {};
  }

  @Override
  public void gauge(Metric metric, LongSupplier value, String... values) {}

  @Override
  public void remove(Metric metric, String... values) {}
}
