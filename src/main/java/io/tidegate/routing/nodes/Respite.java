package io.tidegate.routing.nodes;

import java.time.Duration;

/**
 * The time for which what a node or an account serves is left alone after it was busy: as long as
 * it asked for, else a quarter of a second that doubles up to three times.
 *
 * <p>Not at all the first time while it works on other calls: one busy answer among good ones says
 * that the limit is reached, and a place is free again as soon as one of those has ended, whatever
 * time it named. Busy again before anything that began afterwards was served, it is left alone.
 *
 * <p>Times are readings of the nano clock. Thread-safe: changes are made under the lock, {@link
 * #active} and {@link #rest} read without it.
 */
public final class Respite {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final int MOST = 5;

  private volatile boolean begun;
  private volatile long until;
  private long refusedAt;
  private int refusals;

  /** Whether it is to be left alone. */
  boolean active(long now) {
    return rest(now) > 0;
  }

  /** How much longer than until {@code time} it is left alone, in nanoseconds, or 0. */
  long rest(long time) {
    return begun ? Math.max(0, until - time) : 0;
  }

  /** A call that began at {@code started} was served: the next time is excused again. */
  synchronized void succeeded(long started) {
    if (started - refusedAt > 0) {
      refusals = 0;
    }
  }

  /**
   * Learns that it was busy. Refusals of calls that began before another one came are of one burst
   * with that.
   *
   * @param started when the refused call began
   * @param alone whether it has no other call at present
   * @param pause how long it asked to be left alone, or null
   */
  public synchronized void busy(long started, boolean alone, long now, Duration pause) {
    boolean burst = refusals > 0 && started - refusedAt <= 0;
    refusedAt = now;
    if (!burst) {
      refusals = Math.min(refusals + 1, MOST);
    }
    boolean excused = refusals == 1 && (pause == null || !alone);
    if (excused || (burst && pause == null)) {
      return;
    }
    Duration own = FIRST.multipliedBy(1L << Math.max(0, refusals - 2));
    long next = now + (pause == null ? own : pause).toNanos();
    // A time that was asked for is not cut short by another call that was told a shorter one.
    if (!active(now) || next - until > 0) {
      until = next;
    }
    begun = true;
  }
}
