package io.tidegate.routing.probes;

import io.tidegate.upstream.EngineLoad;
import java.time.Duration;

/**
 * What one node last told of its load, and when it may be asked again. Thread-safe.
 *
 * <p>INVARIANT: the node is asked at most once at a time.
 */
final class EngineReading {

  private static final int REFUSALS = 3;
  private static final long REST = Duration.ofMinutes(5).toNanos();

  private final TelemetryConfig config;

  private EngineLoad load;
  private long told;
  private boolean asking;
  private boolean askedBefore;
  private long asked;
  private int refusals;

  EngineReading(TelemetryConfig config) {
    this.config = config;
  }

  /** Claims the question that is due now, if one is. */
  synchronized boolean startAsking(long now) {
    long pause = refusals >= REFUSALS ? REST : slightlyLess(config.interval().toNanos());
    if (asking || (askedBefore && now - asked < pause)) {
      return false;
    }
    refusals = refusals >= REFUSALS ? 0 : refusals;
    asking = true;
    askedBefore = true;
    asked = now;
    return true;
  }

  synchronized void told(EngineLoad now, long at) {
    asking = false;
    refusals = 0;
    load = now;
    told = at;
  }

  /** The node replied, but not with metrics: asked in vain often enough, it offers none. */
  synchronized void refused() {
    asking = false;
    if (++refusals >= REFUSALS) {
      load = null;
    }
  }

  /** No reply, or one that says nothing about the future. */
  synchronized void failed() {
    asking = false;
  }

  synchronized double saturation(long now) {
    if (load == null) {
      return 0;
    }
    return now - told > config.staleAfter().toNanos() ? 1 : load.saturation();
  }

  /** Whoever ticks once a second is now and then a little early, and must not skip a turn then. */
  private static long slightlyLess(long interval) {
    return interval - interval / 10;
  }
}
