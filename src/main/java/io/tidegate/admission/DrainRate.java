package io.tidegate.admission;

import java.util.concurrent.TimeUnit;

/**
 * How fast calls that wait for a place for the first time get one.
 *
 * <p>Starts divided by time, both counted only while such a call waits (else it would be the demand
 * that is measured) and both fading exponentially: with a memory of 5 s, or of 32 starts if that is
 * longer, but of no more than 30 s. The 32 keep the error of the rate near an eighth where starts
 * are rare.
 *
 * <p>Starts are counted and not ends, for a wait is over after so many starts: a place that comes
 * free twice as its call was cut lets two in, and one whose call comes again goes back to that
 * call, so that retries do not count. Where places come free in bursts that are further apart than
 * the memory (calls of a minute that all began at once), the rate is too high after each burst and
 * too low before the next, up to their distance divided by the memory; {@link WaitMargin} learns
 * from calls that waited in vain for it. Times are in nanoseconds on the nano clock. Guarded by the
 * lane's lock.
 */
final class DrainRate {

  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double MEMORY = 5 * SECOND;
  private static final double LONGEST_MEMORY = 30 * SECOND;
  private static final int MEMORY_STARTS = 32;
  private static final int ENOUGH_STARTS = 4;
  private static final double ENOUGH_TIME = SECOND / 10;
  private static final double LONGEST_WAIT = TimeUnit.DAYS.toNanos(1);
  private static final long FORGOTTEN = TimeUnit.SECONDS.toNanos(60);

  private double starts;
  private double time;
  private int counted;
  private long last;
  private long lastWaiting;

  /** A rate that is not known yet. */
  DrainRate(long now) {
    last = now;
    lastWaiting = now;
  }

  /** Lets the time until {@code now} pass, in all of which a first try was waiting, or none. */
  void pass(long now, boolean waiting) {
    long passed = now - last;
    last = now;
    if (waiting) {
      double memory = memory();
      double kept = Math.exp(-passed / memory);
      starts *= kept;
      time = time * kept + memory * (1 - kept);
      lastWaiting = now;
    } else if (now - lastWaiting > FORGOTTEN) {
      starts = 0;
      time = 0;
      counted = 0;
      lastWaiting = now;
    }
  }

  /** Counts a first try that waited and was given a place. */
  void started(long now) {
    starts++;
    counted = Math.min(counted + 1, ENOUGH_STARTS);
  }

  /** Whether enough was seen to predict anything. */
  boolean known() {
    return counted == ENOUGH_STARTS && time >= ENOUGH_TIME;
  }

  /** Starts per second; 0 while not known. */
  double perSecond() {
    return known() ? starts / time * SECOND : 0;
  }

  /** How long the call at {@code position}, from 1, waits for its start; 0 while not known. */
  double waitAt(long position) {
    return known() ? Math.min(position * time / starts, LONGEST_WAIT) : 0;
  }

  private double memory() {
    double wanted = starts == 0 ? MEMORY : MEMORY_STARTS * time / starts;
    return Math.min(LONGEST_MEMORY, Math.max(MEMORY, wanted));
  }
}
