package io.tidegate.metrics;

import java.util.Map;
import java.util.function.BiConsumer;

/** Tells what our distributions have recorded. */
public interface DistributionReader {

  /**
   * Tells {@code each} the labels of every series of {@code metric}, and what it has recorded.
   *
   * @param metric of the kind {@code DURATION} or {@code NUMBERS}
   */
  void read(Metric metric, BiConsumer<Map<String, String>, Distributed> each);
}
