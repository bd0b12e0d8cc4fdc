package io.tidegate.routing.nodes;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Quantiles of the durations seen lately, a minute or two.
 *
 * <p>A histogram whose buckets grow by a twentieth from 1 ms to 10 minutes, so that a quantile is
 * right to about 2.5 % within that range; shorter and longer durations count as its ends. Two
 * windows of a minute take turns: the full one and the one being filled count, the one before them
 * is forgotten. Thread-safe; recording allocates nothing.
 */
public final class Latencies {

  private static final int FEWEST = 20;
  private static final double GROWTH = 1.05;
  private static final double LOG_GROWTH = Math.log(GROWTH);
  private static final double SHORTEST = Duration.ofMillis(1).toNanos();
  private static final double LONGEST = Duration.ofMinutes(10).toNanos();
  private static final int BUCKETS = (int) Math.ceil(Math.log(LONGEST / SHORTEST) / LOG_GROWTH);
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();

  private int[] filling = new int[BUCKETS];
  private int[] full = new int[BUCKETS];
  private boolean begun;
  private long since;

  /** Counts a duration of {@code nanos} that was measured at {@code now}. */
  public synchronized void record(long nanos, long now) {
    turn(now);
    filling[bucket(nanos)]++;
  }

  /**
   * The duration that a part {@code q} of those seen lately did not exceed, in nanoseconds.
   *
   * @param q from 0 to 1
   * @return nothing if fewer than 20 were seen, too few to say
   */
  public synchronized OptionalLong quantile(double q, long now) {
    turn(now);
    long all = 0;
    for (int i = 0; i < BUCKETS; i++) {
      all += count(i);
    }
    if (all < FEWEST) {
      return OptionalLong.empty();
    }
    long rank = Math.max(1, (long) Math.ceil(q * all));
    int found = 0;
    long reached = count(0);
    while (reached < rank && found < BUCKETS - 1) {
      found++;
      reached += count(found);
    }
    return OptionalLong.of(Math.round(SHORTEST * Math.pow(GROWTH, found + 0.5)));
  }

  private long count(int bucket) {
    return (long) filling[bucket] + full[bucket];
  }

  private static int bucket(long nanos) {
    if (nanos <= SHORTEST) {
      return 0;
    }
    return Math.min(BUCKETS - 1, (int) (Math.log(nanos / SHORTEST) / LOG_GROWTH));
  }

  private void turn(long now) {
    if (!begun) {
      begun = true;
      since = now;
    }
    long passed = (now - since) / WINDOW;
    if (passed <= 0) {
      return;
    }
    int[] forgotten = full;
    full = filling;
    filling = forgotten;
    Arrays.fill(filling, 0);
    if (passed > 1) {
      Arrays.fill(full, 0);
    }
    since += passed * WINDOW;
  }
}
