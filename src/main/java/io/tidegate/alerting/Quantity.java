package io.tidegate.alerting;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * A number for each group of series, such as each node of a server. It prints itself for Prometheus
 * and reads itself from samples, so that both ask for the same. Immutable.
 */
sealed interface Quantity permits Level, Rate, Ratio, Scaled, Constant {

  /** The quantity for groups by {@code by}, as Prometheus reads it. */
  String promql(List<String> by);

  /**
   * What it is now.
   *
   * @param by the labels that tell groups apart
   * @param group their values
   * @return nothing where there are no samples, or where it is not a number
   */
  OptionalDouble value(History history, List<String> by, List<String> group);

  /** Tells {@code needs} each series that it reads, and how far back. */
  void needs(List<String> by, BiConsumer<Series, Duration> needs);
}
