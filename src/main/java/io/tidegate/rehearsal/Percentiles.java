package io.tidegate.rehearsal;

import java.util.Arrays;

/**
 * Times that half, 95 % and 99 % of some values did not exceed, in seconds.
 *
 * @param p50 the median
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 */
public record Percentiles(double p50, double p95, double p99) {

  private static final double NANOS = 1e9;

  /** Those of {@code nanos}, by the nearest rank; null if there are none. */
  static Percentiles of(long[] nanos) {
    if (nanos.length == 0) {
      return null;
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Percentiles(rank(sorted, 0.5), rank(sorted, 0.95), rank(sorted, 0.99));
  }

  private static double rank(long[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1] / NANOS;
  }
}
