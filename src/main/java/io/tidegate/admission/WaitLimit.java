package io.tidegate.admission;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a newcomer to a lane may be foreseen to wait, and when whoever is refused should come
 * again. Guarded by the lane's lock.
 */
final class WaitLimit {

  private static final double SOONEST = TimeUnit.SECONDS.toNanos(1);
  private static final double LATEST = TimeUnit.SECONDS.toNanos(8);

  private final LaneCommon common;
  private final FairQueue queue;
  private final Forecast forecast;
  private final WaitMargin margin;
  private final RecentRefusals returning;

  /** The limit for {@code queue}, by what {@code forecast} and its record in {@code margin} say. */
  WaitLimit(LaneCommon common, FairQueue queue, Forecast forecast, WaitMargin margin) {
    this.common = common;
    this.queue = queue;
    this.forecast = forecast;
    this.margin = margin;
    this.returning = new RecentRefusals(common.clock().getAsLong());
  }

  /** Whoever has nobody ahead may wait in any case: else a bad rate would never be corrected. */
  boolean allows(Waiting newcomer) {
    long position = queue.position(newcomer);
    return position == 1 || forecast.waitAt(position, newcomer.arrived()) <= longest(newcomer);
  }

  /**
   * When {@code waiting} should come again: once it would be let in, and after those who were
   * refused lately; null while nothing is known.
   */
  Duration comeBack(Waiting waiting) {
    long now = common.clock().getAsLong();
    double turn = forecast.waitAt(returning.refused(now), now);
    double excess = forecast.waitAt(queue.position(waiting), now) - longest(waiting);
    long wait = (long) Math.min(LATEST, Math.max(SOONEST, Math.max(turn, excess)));
    return turn > 0 ? Duration.ofNanos(wait) : null;
  }

  private double longest(Waiting waiting) {
    long patience = Math.max(waiting.patience(), 0);
    double target = forecast.target((double) common.config().maxWait().toNanos());
    double longest = Math.min(queue.limit(waiting, forecast, target), margin.value() * patience);
    // Those who come again give way to those who come first, or their retries keep an overload up.
    return waiting.returns() ? longest / 2 : longest;
  }
}
