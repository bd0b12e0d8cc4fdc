package io.tidegate.routing;

import io.tidegate.routing.nodes.SlidingSum;
import java.time.Duration;

/**
 * How many second attempts all calls together may make, so that retries cannot become a storm.
 *
 * <p>A leaky token bucket after Finagle's retry budget: each new call earns a part of a retry,
 * which is lost unless used within ten seconds; beside it a floor fills up steadily, so that a
 * quiet gateway may retry, too. What was earned is spent before the floor is.
 *
 * <p>INVARIANT: retries granted so far are at most {@code ratio} times the calls, plus {@code
 * minPerSecond} times the seconds since the first use and ten more of them. Thread-safe.
 */
public final class RetryBudget {

  /** The part of a retry that a call earns by default: a tenth, as in Google's SRE book. */
  public static final double DEFAULT_RATIO = 0.1;

  /** The retries a second that need not be earned, by default, as in Finagle. */
  public static final int DEFAULT_MIN_PER_SECOND = 10;

  /** One retry. A floor of one retry a second then gains one unit a nanosecond. */
  private static final long RETRY = 1_000_000_000;

  private static final int MOST_PER_SECOND = 100_000;
  private static final int SECONDS = 10;
  private static final long LIFE = Duration.ofSeconds(SECONDS).toNanos();

  private final long deposit;
  private final int minPerSecond;
  private final SlidingSum earned = new SlidingSum(SECONDS, Duration.ofSeconds(1));

  private boolean begun;
  private long filled;
  private long floor;

  /**
   * A budget whose floor is full.
   *
   * @param ratio what a call earns, 0 to 1
   * @param minPerSecond the retries a second that need not be earned, 0 to 100 000
   */
  public RetryBudget(double ratio, int minPerSecond) {
    if (!(ratio >= 0 && ratio <= 1) || minPerSecond < 0 || minPerSecond > MOST_PER_SECOND) {
      throw new IllegalArgumentException("ratio " + ratio + ", minPerSecond " + minPerSecond);
    }
    this.deposit = Math.round(ratio * RETRY);
    this.minPerSecond = minPerSecond;
    this.floor = LIFE * minPerSecond;
  }

  /** Counts a new call, once, however many attempts it will take. */
  public synchronized void call(long now) {
    fill(now);
    earned.add(deposit, now);
  }

  /** Takes one retry if there is one; it cannot be given back. */
  public synchronized boolean tryRetry(long now) {
    fill(now);
    if (earned.sum(now) + floor < RETRY) {
      return false;
    }
    floor -= RETRY - earned.take(RETRY, now);
    return true;
  }

  /** The retries that could be made at once, 0 or more; parts of one count. */
  public synchronized double balance(long now) {
    fill(now);
    return (double) (earned.sum(now) + floor) / RETRY;
  }

  private void fill(long now) {
    long passed = begun ? Math.max(0, now - filled) : 0;
    filled = begun ? filled + passed : now;
    begun = true;
    floor = Math.min(LIFE * minPerSecond, floor + Math.min(LIFE, passed) * minPerSecond);
  }
}
