package io.tidegate.admission;

import java.util.concurrent.TimeUnit;

/**
 * The share of its patience up to which a call may be predicted to wait.
 *
 * <p>Predictions err, so their own record sets it: additive increase with every call that was
 * started in time, multiplicative decrease when one expired in the queue, at most once per 500 ms
 * so that one burst counts as one mistake. Guarded by the lane's lock.
 */
final class WaitMargin {

  private static final double LEAST = 0.3;
  private static final double MOST = 0.9;
  private static final double FIRST = 0.7;
  private static final double UP = 0.005;
  private static final double DOWN = 0.9;

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private static final double BROKEN = 0.45;
  private static final double LIFO_FROM = 0.75;

  private double value = FIRST;
  private long lastCut;

  /** The first margin, at {@code now}. */
  WaitMargin(long now) {
    lastCut = now - PAUSE;
  }

  double value() {
    return value;
  }

  /**
   * The share of its patience after which a waiting call turns its flow round: three quarters once
   * the margin has come down to half of what it may be, else the whole.
   *
   * <p>Only then has prediction failed. In a saturated lane where it holds, calls wait for up to
   * nine tenths; if those turned the flow round, all behind them would be lost for nothing.
   */
  double lifoFrom() {
    return value <= BROKEN ? LIFO_FROM : 1;
  }

  void startedInTime() {
    value = Math.min(MOST, value + UP);
  }

  void expired(long now) {
    if (now - lastCut >= PAUSE) {
      value = Math.max(LEAST, value * DOWN);
      lastCut = now;
    }
  }
}
