package io.tidegate.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What is kept of the last hour; immutable.
 *
 * @param end when the last step ended; null before the first
 * @param series of each series its values, oldest first, all equally many; NaN where there is none
 */
public record Hour(Instant end, Map<HourSeries, List<Double>> series) {

  /** The seconds between two values. */
  public static final int STEP = 10;

  public Hour {
    series = Collections.unmodifiableMap(requireNonNull(series, "series"));
  }
}
