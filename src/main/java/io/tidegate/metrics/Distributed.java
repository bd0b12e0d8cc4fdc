package io.tidegate.metrics;

import static java.util.Objects.requireNonNull;

/**
 * What a distribution has recorded since the start; immutable.
 *
 * @param count how many values there were
 * @param sum their sum, in the unit of the metric as it is shown: seconds for a duration
 * @param bounds the upper bounds of its buckets, ascending, in the same unit; empty without buckets
 * @param below of each bucket how many values were at most its bound
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Distributed(long count, double sum, double[] bounds, long[] below) {

  /** Nothing recorded. */
  public static final Distributed NONE = new Distributed(0, 0, new double[0], new long[0]);

  public Distributed {
    requireNonNull(bounds, "bounds");
    requireNonNull(below, "below");
    if (bounds.length != below.length) {
      throw new IllegalArgumentException("each bucket has one bound");
    }
  }

  /** This and {@code other} together; both have the same buckets, or one of them has none. */
  public Distributed plus(Distributed other) {
    Distributed shaped = bounds.length == 0 ? other : this;
    long[] all = new long[shaped.bounds.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = at(below, i) + at(other.below, i);
    }
    return new Distributed(count + other.count, sum + other.sum, shaped.bounds, all);
  }

  /** What was recorded of this after {@code earlier}, an earlier state of the same distribution. */
  public Distributed since(Distributed earlier) {
    if (earlier.count > count) {
      return this;
    }
    long[] more = new long[below.length];
    for (int i = 0; i < more.length; i++) {
      more[i] = Math.max(0, below[i] - at(earlier.below, i));
    }
    return new Distributed(count - earlier.count, sum - earlier.sum, bounds, more);
  }

  /**
   * The value that the share {@code quantile} of all values does not exceed, interpolated within
   * its bucket as Prometheus does it; the largest bound for what lies above it.
   *
   * @param quantile 0 to 1
   * @return NaN without values, or without buckets
   */
  public double quantile(double quantile) {
    if (count <= 0 || bounds.length == 0) {
      return Double.NaN;
    }
    double rank = quantile * count;
    long before = 0;
    for (int i = 0; i < bounds.length; i++) {
      if (below[i] >= rank && below[i] > before) {
        double lower = i == 0 ? 0 : bounds[i - 1];
        return lower + (bounds[i] - lower) * (rank - before) / (below[i] - before);
      }
      before = below[i];
    }
    return bounds[bounds.length - 1];
  }

  private static long at(long[] counts, int index) {
    return index < counts.length ? counts[index] : 0;
  }
}
