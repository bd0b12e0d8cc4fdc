package io.tidegate.routing.nodes;

import java.time.Duration;

/**
 * The fastest a node has been seen to get through prompts of each size, so as to know what it could
 * not do even if it had nothing else to do.
 *
 * <p>A time to first content includes waiting, so each is only a lower bound of the rate; the
 * highest of them comes close, once there are some that did not all stand in the same queue.
 * Prompts much smaller than the one in question prove nothing, since their time is mostly not spent
 * on tokens. Times are in nanoseconds. Thread-safe.
 */
final class PrefillRates {

  private static final int CLASSES = 32;
  private static final double NANOS = 1e9;

  /** So many times say how fast the node is. */
  private static final int ENOUGH = 20;

  /** What came within that time after another one was held up by the same. */
  private static final long APART = Duration.ofSeconds(1).toNanos();

  /** The best rate by size class, a power of 4, in tokens a second; 0 where none was seen. */
  private final double[] best = new double[CLASSES];

  /** The times seen by size class, those apart from each other. */
  private final int[] seen = new int[CLASSES];

  private final long[] counted = new long[CLASSES];

  /** A prompt of {@code tokens} had first content after {@code nanos}, at {@code now}. */
  synchronized void saw(long tokens, long nanos, long now) {
    int size = sizeClass(tokens);
    best[size] = Math.max(best[size], tokens * NANOS / Math.max(1, nanos));
    if (seen[size] == 0 || now - counted[size] >= APART) {
      seen[size] = Math.min(ENOUGH, seen[size] + 1);
      counted[size] = now;
    }
  }

  /** The time for {@code tokens} at the best rate seen for such a prompt; 0 if none was. */
  synchronized long alone(long tokens) {
    double rate = 0;
    for (int size = comparable(tokens); size < CLASSES; size++) {
      rate = Math.max(rate, best[size]);
    }
    return rate == 0 ? 0 : (long) (tokens / rate * NANOS);
  }

  /** The same; 0 also while too little was seen to refuse anybody for it. */
  synchronized long surelyAlone(long tokens) {
    int times = 0;
    for (int size = comparable(tokens); size < CLASSES; size++) {
      times += seen[size];
    }
    return times < ENOUGH ? 0 : alone(tokens);
  }

  private static int comparable(long tokens) {
    return Math.max(0, sizeClass(tokens) - 1);
  }

  private static int sizeClass(long tokens) {
    return (Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, tokens))) / 2;
  }
}
