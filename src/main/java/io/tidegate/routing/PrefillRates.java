package io.tidegate.routing;

/**
 * The fastest a node has been seen to get through prompts of each size, so as to know what it could
 * not do even if it had nothing else to do.
 *
 * <p>A time to first content includes waiting, so each is only a lower bound of the rate; the
 * highest of them comes close. Prompts much smaller than the one in question prove nothing, since
 * their time is mostly not spent on tokens. Thread-safe.
 */
final class PrefillRates {

  private static final int CLASSES = 32;
  private static final double NANOS = 1e9;

  /** The best rate by size class, a power of 4, in tokens a second; 0 where none was seen. */
  private final double[] best = new double[CLASSES];

  /** A prompt of {@code tokens} had first content after {@code nanos}. */
  synchronized void saw(long tokens, long nanos) {
    int size = sizeClass(tokens);
    best[size] = Math.max(best[size], tokens * NANOS / Math.max(1, nanos));
  }

  /** The nanoseconds for {@code tokens} at the best rate seen for such a prompt; 0 if none was. */
  synchronized long alone(long tokens) {
    double rate = 0;
    for (int size = Math.max(0, sizeClass(tokens) - 1); size < CLASSES; size++) {
      rate = Math.max(rate, best[size]);
    }
    return rate == 0 ? 0 : (long) (tokens / rate * NANOS);
  }

  private static int sizeClass(long tokens) {
    return (Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, tokens))) / 2;
  }
}
