package io.tidegate.store;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before something is tried again: twice as long each time, and of that a random
 * part from a half to the whole, so that what failed together does not come again together ("equal
 * jitter", Brooker, "Exponential Backoff And Jitter", AWS 2015).
 *
 * @param first the whole after the first attempt; at least 2 ms count
 * @param longest the most that the whole becomes
 */
public record Backoff(Duration first, Duration longest) {

  /**
   * For no longer is anything left alone, whatever was said: the limit that has it wait may be
   * raised, or a switch turned off, long before.
   */
  public static final Duration LONGEST_SAID = Duration.ofMinutes(1);

  private static final int MOST_DOUBLINGS = 20;

  /** The wait after the {@code attempt}-th attempt, from 1, in milliseconds. */
  public long after(int attempt, RandomGenerator random) {
    int doublings = Math.min(Math.max(attempt, 1) - 1, MOST_DOUBLINGS);
    long whole = Math.max(2, Math.min(first.toMillis() << doublings, longest.toMillis()));
    return whole / 2 + random.nextLong(whole / 2 + 1);
  }

  /**
   * The same, but not less than {@code said}, of which a minute counts at most.
   *
   * @param said when to come back, as somebody has said; null if nobody has
   */
  public long after(int attempt, Duration said, RandomGenerator random) {
    long pause = after(attempt, random);
    if (said == null) {
      return pause;
    }
    Duration heard = said.compareTo(LONGEST_SAID) < 0 ? said : LONGEST_SAID;
    return Math.max(pause, heard.toMillis());
  }
}
