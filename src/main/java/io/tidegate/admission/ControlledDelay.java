package io.tidegate.admission;

import java.util.concurrent.TimeUnit;

/**
 * Tells a queue that stands from one that dissolves, in the manner of CoDel (RFC 8289): a queue
 * stands once no newcomer of a whole interval has found it shorter than the target. A burst may
 * fill it as far as calls can wait; a queue that stands only adds to everybody's time, since the
 * places are as busy with a short one.
 *
 * <p>CoDel drops at the head, ever more of them; here newcomers are refused, so that nobody waits
 * in vain. What they may find ahead of them is bounded by a limit that comes down by itself at a
 * quarter of real time, since what a burst has left shrinks faster than that and refuses nobody.
 * Where it has to refuse somebody it is halved, ten times in an interval at most, down to the
 * target. The queue stands no more once every newcomer of an interval has found it short. Times are
 * in nanoseconds on the nano clock. Guarded by the lane's lock.
 */
final class ControlledDelay {

  /** Ten of CoDel's, whose calls are packets: a burst of a second is none that stays. */
  static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  /** The most that it has to be found short for. */
  static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(30);

  private static final double SLOPE = 0.25;
  private static final long PAUSE = INTERVAL / 10;

  private boolean above;
  private long aboveSince;
  private long lastAbove;
  private boolean stands;
  private double limit;
  private long limitAt;
  private long lastCut;

  /**
   * The longest wait that a newcomer may find ahead of it; infinite while the queue does not stand.
   *
   * @param wait what it does find
   * @param target what it may find in any case
   * @param rest for how long all have to find it short until it stands no more
   */
  double limit(double wait, double target, long rest, long now) {
    if (wait > target) {
      exceeded(wait, target, now);
    } else if (!stands || now - lastAbove >= rest) {
      above = false;
      stands = false;
    }
    if (!stands) {
      return Double.POSITIVE_INFINITY;
    }
    comeDown(wait, now);
    // It began by a foreseen wait, and that may have been far off.
    limit = Math.max(target, Math.min(limit, wait + target));
    return limit;
  }

  /** Whether it stood the last time a newcomer looked. */
  boolean stands() {
    return stands;
  }

  /** Whether {@code other} was found too long so much later that this one stands no more. */
  boolean outlivedBy(ControlledDelay other) {
    return other.lastAbove - lastAbove > LONGEST_REST;
  }

  private void exceeded(double wait, double target, long now) {
    if (!above) {
      above = true;
      aboveSince = now;
    }
    lastAbove = now;
    if (!stands && now - aboveSince >= INTERVAL) {
      stands = true;
      limit = wait + target;
      limitAt = now;
      lastCut = now - PAUSE;
    }
  }

  private void comeDown(double wait, long now) {
    limit -= SLOPE * (now - limitAt);
    limitAt = now;
    if (wait > limit && now - lastCut >= PAUSE) {
      limit /= 2;
      lastCut = now;
    }
  }
}
