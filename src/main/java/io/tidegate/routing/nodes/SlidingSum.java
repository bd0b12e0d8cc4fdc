package io.tidegate.routing.nodes;

import java.time.Duration;
import java.util.Arrays;

/**
 * The sum of what was added during the last moments: a ring of buckets of equal width, of which the
 * oldest is lost as time goes on.
 *
 * <p>An amount counts for as long as the whole ring, less at most one bucket. Readings of the nano
 * clock from before the newest bucket count as of that bucket. Not thread-safe.
 */
public final class SlidingSum {

  private final long[] buckets;
  private final long width;

  private boolean begun;
  private long newestBegan;
  private int newest;
  private long sum;

  /** An empty sum over {@code buckets} times {@code width}. */
  public SlidingSum(int buckets, Duration width) {
    this.buckets = new long[buckets];
    this.width = width.toNanos();
  }

  /** Counts {@code amount} at {@code now}. */
  public void add(long amount, long now) {
    move(now);
    buckets[newest] += amount;
    sum += amount;
  }

  /** The sum of what was counted in the window that ends at {@code now}. */
  public long sum(long now) {
    move(now);
    return sum;
  }

  /**
   * How long after {@code time}, a reading not before the last, the sum is {@code most} or less, if
   * nothing is added meanwhile.
   */
  public long until(long most, long time) {
    long left = sum;
    for (int i = 1; i <= buckets.length && left > most; i++) {
      left -= buckets[(newest + i) % buckets.length];
      if (left <= most) {
        return Math.max(0, newestBegan + i * width - time);
      }
    }
    return 0;
  }

  /** Takes {@code amount} away, the oldest first, or all there is; returns what was taken. */
  public long take(long amount, long now) {
    move(now);
    long missing = amount;
    for (int i = 1; i <= buckets.length && missing > 0; i++) {
      int oldest = (newest + i) % buckets.length;
      long taken = Math.min(missing, buckets[oldest]);
      buckets[oldest] -= taken;
      missing -= taken;
    }
    sum -= amount - missing;
    return amount - missing;
  }

  void clear() {
    Arrays.fill(buckets, 0);
    sum = 0;
  }

  private void move(long now) {
    if (!begun) {
      begun = true;
      newestBegan = now;
    }
    long steps = Math.max(0, (now - newestBegan) / width);
    for (long i = Math.min(steps, buckets.length); i > 0; i--) {
      newest = (newest + 1) % buckets.length;
      sum -= buckets[newest];
      buckets[newest] = 0;
    }
    newestBegan += steps * width;
  }
}
