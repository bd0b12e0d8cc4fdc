package io.tidegate.admission;

import java.util.concurrent.TimeUnit;

/**
 * The calls that were refused lately and will come again: whoever is refused now comes behind them.
 *
 * <p>A count that fades with a memory of four seconds, half of the longest time that clients are
 * told. Guarded by the lane's lock.
 */
final class RecentRefusals {

  private static final double MEMORY = TimeUnit.SECONDS.toNanos(4);

  private double calls;
  private long last;

  /** Nobody yet, at {@code now}. */
  RecentRefusals(long now) {
    last = now;
  }

  /** Counts one more that was refused, and tells how many it comes behind. */
  long refused(long now) {
    calls = calls * Math.exp((last - now) / MEMORY) + 1;
    last = now;
    return Math.round(calls);
  }
}
