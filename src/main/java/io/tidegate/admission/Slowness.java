package io.tidegate.admission;

import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * How much longer streams wait for their first content than they did with the node at rest.
 *
 * <p>Times are made comparable by the work before the first token: nanoseconds per uncached prompt
 * token, with {@link #BASE_TOKENS} added for what every call costs. The value at rest is the lowest
 * of half a minute to a minute, so that it also rises when the node becomes another one. Not
 * thread-safe.
 */
final class Slowness {

  /** What a round trip and a scheduling step cost: 64 ms at a prefill of 8 000 tokens a second. */
  static final long BASE_TOKENS = 512;

  /** Slower than this many times the value at rest is slow: as Gradient2 corrects its long time. */
  private static final double TOLERANCE = 2;

  /** The strongest correction by one window, as in Gradient2. */
  private static final double LEAST_FACTOR = 0.5;

  /**
   * About the last ten samples count: Gradient2 takes single ones, which streams make too rough.
   */
  private static final double WEIGHT = 0.1;

  private static final int LEAST_SAMPLES = 10;
  private static final long WINDOW = SECONDS.toNanos(1);
  private static final long HALF_MEMORY = SECONDS.toNanos(30);
  private static final double UNKNOWN = Double.POSITIVE_INFINITY;

  private double recent;
  private double low = UNKNOWN;
  private double lowBefore = UNKNOWN;
  private long halfBegan;
  private double lowest = UNKNOWN;
  private double secondLowest = UNKNOWN;
  private int samples;
  private long windowBegan;
  private boolean begun;

  /** Takes one stream's time to first content in nanoseconds. */
  void observe(long firstContent, long uncachedTokens, long now) {
    double time = (double) Math.max(1, firstContent) / (BASE_TOKENS + uncachedTokens);
    if (!begun) {
      begun = true;
      recent = time;
      windowBegan = now;
      halfBegan = now;
    }
    recent += WEIGHT * (time - recent);
    samples++;
    if (time < lowest) {
      secondLowest = lowest;
      lowest = time;
    } else {
      secondLowest = Math.min(secondLowest, time);
    }
  }

  /** Whether enough was seen to judge by; if so, the next window begins. */
  boolean windowOver(long now) {
    if (samples < LEAST_SAMPLES || now - windowBegan < WINDOW) {
      return false;
    }
    if (now - halfBegan >= HALF_MEMORY) {
      lowBefore = low;
      low = UNKNOWN;
      halfBegan = now;
    }
    // The second lowest: one prompt that was cached without our knowledge must not set the mark.
    low = Math.min(low, secondLowest);
    lowest = UNKNOWN;
    secondLowest = UNKNOWN;
    samples = 0;
    windowBegan = now;
    return true;
  }

  /** What the limit should be multiplied by: 1 while the node is fast, down to a half. */
  double factor() {
    double atRest = Math.min(low, lowBefore);
    if (atRest == UNKNOWN) {
      return 1;
    }
    return Math.max(LEAST_FACTOR, Math.min(1, TOLERANCE * atRest / recent));
  }
}
