package io.tidegate.metrics;

import java.util.function.LongSupplier;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * Metrics that go nowhere: what {@code bench/observing.sh} puts in place of the server's own to see
 * what those cost. No server is meant to run without figures, so there is no setting for it.
 */
public final class MicroProfileMetrics implements Metrics, AutoCloseable {

  /** Metrics that {@code registry} hears nothing of. */
  public MicroProfileMetrics(MetricRegistry registry) {}

  /** Counts nothing anyway. */
  public void pause(boolean pause) {}

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

  @Override
  public void close() {}
}
