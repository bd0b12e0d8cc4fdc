package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When slices run, and how many of a batch at once.
 *
 * @param offPeak when batches run
 * @param reserve how long before its end a batch stops to wait for that
 * @param slices how many slices of a batch may run at the same time
 */
public record SliceTiming(OffPeak offPeak, Duration reserve, int slices) {

  public SliceTiming {
    requireNonNull(offPeak, "offPeak");
    requireNonNull(reserve, "reserve");
  }

  /** When a slice may begin at {@code now} whose batch {@code expires}; in epoch milliseconds. */
  public long due(long now, long expires) {
    return offPeak.due(now, expires - reserve.toMillis());
  }
}
