package io.tidegate.routing.nodes;

import java.time.Duration;

/**
 * The share of its weight that a node may have while it comes back: from a tenth to the whole, in a
 * straight line, as in Envoy.
 *
 * <p>A node that was away has lost its prefix cache; full load at once would queue behind its
 * prefills. Thread-safe: begun by one thread at a time, read by all without a lock.
 */
final class SlowStart {

  static final double LEAST = 0.1;

  private final long length;
  private volatile boolean ramping;
  private volatile long begin;

  SlowStart(Duration length) {
    this.length = length.toNanos();
  }

  void begin(long now) {
    begin = now;
    ramping = true;
  }

  /** From 0.1 to 1; 1 if it was never begun. */
  double share(long now) {
    if (!ramping) {
      return 1;
    }
    double share = (double) (now - begin) / length;
    if (share >= 1) {
      ramping = false;
    }
    return Math.min(1, Math.max(LEAST, share));
  }
}
