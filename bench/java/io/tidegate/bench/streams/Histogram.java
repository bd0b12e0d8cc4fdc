package io.tidegate.bench.streams;

/** Counts of durations in nanoseconds, each kept to less than a hundredth; for one thread. */
final class Histogram {

  private static final int SUB_BITS = 7;
  private static final int SUBS = 1 << SUB_BITS;

  private final long[] counts = new long[(Long.SIZE - SUB_BITS) * SUBS];
  private long count;
  private long most;

  /** Counts {@code nanos}; what is negative counts as 0. */
  void add(long nanos) {
    long value = Math.max(0, nanos);
    counts[bucket(value)]++;
    count++;
    most = Math.max(most, value);
  }

  long count() {
    return count;
  }

  /** Microseconds of the longest, or 0 when there is none. */
  double mostMicros() {
    return most / 1e3;
  }

  /** Microseconds at the quantile {@code q} (0 to 1), or 0 when there is none. */
  double microsAt(double q) {
    long left = (long) Math.ceil(q * count);
    for (int bucket = 0; bucket < counts.length && count > 0; bucket++) {
      left -= counts[bucket];
      if (left <= 0) {
        return upper(bucket) / 1e3;
      }
    }
    return 0;
  }

  private static int bucket(long value) {
    int shift = Math.max(0, Long.SIZE - 1 - SUB_BITS - Long.numberOfLeadingZeros(value | 1));
    return shift * SUBS + (int) (value >>> shift);
  }

  private static long upper(int bucket) {
    int shift = Math.max(0, bucket / SUBS - 1);
    return (long) (bucket - shift * SUBS) << shift;
  }
}
