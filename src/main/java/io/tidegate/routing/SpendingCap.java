package io.tidegate.routing;

import io.tidegate.routing.nodes.SlidingSum;
import java.time.Duration;

/**
 * What may be spent within an hour, in any currency.
 *
 * <p>A call reserves its estimated cost before it is placed and settles for the actual cost at its
 * end; what is settled counts for an hour, and at most a minute more. A reservation counts until it
 * is settled, so each must be, for nothing if the call cost nothing.
 *
 * <p>INVARIANT: what is spent is the open reservations and the settled costs of the last hour; a
 * reservation is made only if both together stay within the cap. Thread-safe. Counts in billionths
 * of a unit, since a token may cost less than a millionth.
 */
public final class SpendingCap {

  /** It will never fit. */
  static final long NEVER = Long.MAX_VALUE;

  private static final double UNIT = 1e9;

  /** Keeps sums of mistaken amounts away from overflow. */
  private static final double LARGEST = 1e6;

  private static final int MINUTES = 60;

  private final long cap;

  /** One bucket more than the hour has minutes, for the one that is not yet full. */
  private final SlidingSum settled = new SlidingSum(MINUTES + 1, Duration.ofMinutes(1));

  private long reserved;

  /** A cap of {@code perHour} units, up to a million; none if it is 0 or less. */
  public SpendingCap(double perHour) {
    this.cap = exact(perHour);
  }

  /** Reserves {@code estimate}, if it fits; always if there is no cap. */
  public synchronized boolean tryReserve(double estimate, long now) {
    long amount = exact(estimate);
    if (cap > 0 && settled.sum(now) + reserved + amount > cap) {
      return false;
    }
    reserved += amount;
    return true;
  }

  /**
   * How long after {@code time} {@code estimate} fits beside what is settled, in nanoseconds; 0 if
   * then it does, once reservations are settled for less at least; {@link #NEVER} if it is more
   * than the cap.
   */
  synchronized long rest(double estimate, long time) {
    long amount = exact(estimate);
    if (cap <= 0 || amount == 0) {
      return 0;
    }
    return amount > cap ? NEVER : settled.until(cap - amount, time);
  }

  /** Replaces the reservation of {@code estimate} by the cost of {@code actual}; once for each. */
  public synchronized void settle(double estimate, double actual, long now) {
    reserved -= exact(estimate);
    settled.add(exact(actual), now);
  }

  /** The cost of the last hour, open reservations included. */
  public synchronized double spent(long now) {
    return (settled.sum(now) + reserved) / UNIT;
  }

  /** The reservations that are not yet settled. */
  synchronized double reserved() {
    return reserved / UNIT;
  }

  private static long exact(double amount) {
    return Math.round(Math.min(LARGEST, Math.max(0, amount)) * UNIT);
  }
}
