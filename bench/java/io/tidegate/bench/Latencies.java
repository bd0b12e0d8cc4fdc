package io.tidegate.bench;

import java.util.Arrays;

/** Durations in nanoseconds, all of them kept, so that percentiles are exact; for one thread. */
final class Latencies {

  private static final double NANOS_PER_MILLI = 1e6;

  private long[] values = new long[1024];
  private int count;

  void add(long nanos) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = nanos;
  }

  int count() {
    return count;
  }

  /** Their mean in milliseconds, or 0 when there is nothing. */
  double meanMillis() {
    return count == 0 ? 0 : Arrays.stream(values, 0, count).average().orElse(0) / NANOS_PER_MILLI;
  }

  /** Milliseconds at each of {@code quantiles} (0 to 1), or zeros when there is nothing. */
  double[] millisAt(double... quantiles) {
    long[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return Arrays.stream(quantiles)
        .map(q -> count == 0 ? 0 : sorted[(int) Math.ceil(q * (count - 1))] / NANOS_PER_MILLI)
        .toArray();
  }
}
