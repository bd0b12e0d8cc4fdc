package io.tidegate.routing.nodes;

import java.time.Duration;

/**
 * The time for which what a node or an account serves is left alone after it was busy: as long as
 * it asked for, else a quarter of a second that doubles up to three times.
 *
 * <p>Not at all while it works on other calls: busy answers among good ones say that the limit is
 * reached, and a place is free again as soon as one of those has ended, whatever time it named. It
 * is left alone once it works on a quarter of what it had after the first of them, or on nothing,
 * and is busy still, before anything that began afterwards was served: it is no matter of places
 * then. A limit that was three times too high has come down by that point.
 *
 * <p>Times are readings of the nano clock. Thread-safe: changes are made under the lock, {@link
 * #active} and {@link #rest} read without it.
 */
public final class Respite {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final int MOST_DOUBLINGS = 3;
  private static final int FEW = 4;

  private volatile boolean begun;
  private volatile long until;
  private long refusedAt;
  private boolean refused;

  /** Whether a call was served since the first refusal, whenever it began. */
  private boolean served;

  /** What it worked on after the first burst since it served something, or was left alone. */
  private int crowd;

  private boolean crowded;
  private long crowdedAt;

  /** Whether the first burst may go on. */
  private boolean shrinking;

  private int doublings;

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
      refused = false;
      doublings = 0;
    }
    if (started - crowdedAt > 0) {
      crowded = false;
    }
    served = true;
  }

  /**
   * Learns that it was busy. Refusals of calls that began before another one came are of one burst
   * with that.
   *
   * @param started when the refused call began
   * @param others how many other calls it works on at present
   * @param pause how long it asked to be left alone, or null
   */
  public synchronized void busy(long started, int others, long now, Duration pause) {
    boolean burst = refused && started - refusedAt <= 0;
    boolean first = !refused;
    refused = true;
    refusedAt = now;
    served &= !first;
    if (burst) {
      // Those that are refused were never worked on.
      crowd = shrinking ? Math.min(crowd, others) : crowd;
      boolean nothingTaken = others == 0 && !served;
      if (pause != null && (active(now) || nothingTaken)) {
        leaveAlone(now, pause);
      }
      return;
    }
    shrinking = !crowded;
    if (!crowded) {
      crowded = true;
      crowdedAt = now;
      crowd = others;
    }
    if (others > crowd / FEW || (first && pause == null)) {
      return;
    }
    leaveAlone(now, pause == null ? FIRST.multipliedBy(1L << doublings) : pause);
    doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
    crowded = false;
    served = false;
  }

  /** A time that was asked for is not cut short by another call that was told a shorter one. */
  private void leaveAlone(long now, Duration time) {
    long next = now + time.toNanos();
    if (!active(now) || next - until > 0) {
      until = next;
    }
    begun = true;
  }
}
