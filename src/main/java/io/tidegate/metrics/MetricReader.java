package io.tidegate.metrics;

import java.util.Map;
import java.util.function.BiConsumer;

/** Tells what our metrics stand at. */
public interface MetricReader {

  /**
   * Tells {@code each} the labels and the value of every series of a metric.
   *
   * @param name the metric's name as Prometheus scrapes it, such as {@code tidegate_requests_total}
   */
  void read(String name, BiConsumer<Map<String, String>, Double> each);
}
