package io.tidegate.routing.nodes;

import java.time.Duration;

/**
 * The time for which what a node serves is left alone after it was busy: as long as it asked for.
 *
 * <p>Where it asked for none, not at all the first time, since one busy answer among good ones says
 * that the limit is reached, and from then on for a quarter of a second that doubles up to three
 * times until a success. Times are readings of the nano clock. Thread-safe: changes are made under
 * the lock, {@link #active} and {@link #rest} read without it.
 */
public final class Respite {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final int MOST_DOUBLINGS = 4;

  private volatile boolean begun;
  private volatile long until;
  private int busy;

  /** Whether it is to be left alone. */
  boolean active(long now) {
    return rest(now) > 0;
  }

  /** How much longer than until {@code time} it is left alone, in nanoseconds, or 0. */
  long rest(long time) {
    return begun ? Math.max(0, until - time) : 0;
  }

  /** The next time is excused again. */
  synchronized void succeeded() {
    busy = 0;
  }

  /** Leaves it alone for {@code pause}, or as its answers so far demand when null. */
  public synchronized void busy(long now, Duration pause) {
    Duration own = busy == 0 ? Duration.ZERO : FIRST.multipliedBy(1L << (busy - 1));
    busy = Math.min(busy + 1, MOST_DOUBLINGS);
    long next = now + (pause == null ? own : pause).toNanos();
    // A time that was asked for is not cut short by another call that was told a shorter one.
    if (!active(now) || next - until > 0) {
      until = next;
    }
    begun = true;
  }
}
