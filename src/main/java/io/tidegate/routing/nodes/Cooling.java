package io.tidegate.routing.nodes;

import java.time.Duration;

/**
 * The time for which something busy is left alone: as long as it asked for, else a quarter of a
 * second that doubles up to four times until a success.
 *
 * <p>Times are readings of the nano clock. Thread-safe: changes are made under the lock, {@link
 * #active} is read without it.
 */
final class Cooling {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final int MOST_DOUBLINGS = 4;

  private volatile boolean begun;
  private volatile long until;
  private long since;
  private int doublings;

  /** Whether it is to be left alone. */
  boolean active(long now) {
    return begun && until - now > 0;
  }

  /** How much longer than until {@code time} it is left alone, in nanoseconds, or 0. */
  long rest(long time) {
    return begun ? Math.max(0, until - time) : 0;
  }

  /** The next time will be the shortest again. */
  synchronized void succeeded() {
    doublings = 0;
  }

  /**
   * Leaves it alone for {@code pause}, or for a growing moment when null.
   *
   * <p>Refusals of attempts that started before the present moment began are of one burst, and do
   * not make it grow.
   */
  synchronized void busy(long started, long now, Duration pause) {
    if (pause == null && begun && started - since < 0) {
      return;
    }
    Duration own = FIRST.multipliedBy(1L << doublings);
    doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
    long next = now + (pause == null ? own : pause).toNanos();
    // A time that was asked for is not cut short by another call that was told a shorter one.
    if (!active(now) || next - until > 0) {
      until = next;
    }
    since = now;
    begun = true;
  }
}
