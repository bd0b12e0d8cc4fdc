package io.tidegate.upstream;

import io.tidegate.exchange.Outcome.Timings;
import java.time.Duration;
import java.util.function.LongSupplier;

/** When things happened in an attempt. Not thread-safe: guarded by the attempt's lock. */
final class AttemptTimes {

  private final LongSupplier clock;
  private final long started;
  private long firstContent = -1;
  private long lastSign;

  /** An attempt that starts now, by the nano clock {@code clock}. */
  AttemptTimes(LongSupplier clock) {
    this.clock = clock;
    this.started = clock.getAsLong();
    this.lastSign = started;
  }

  /** There is a sign of life. */
  void sign() {
    lastSign = clock.getAsLong();
  }

  /** First content is there; after how many nanoseconds. */
  long content() {
    sign();
    firstContent = lastSign - started;
    return firstContent;
  }

  /** Whether it has lasted longer than {@code limit} at {@code now}. */
  boolean lasted(Duration limit, long now) {
    return now - started > limit.toNanos();
  }

  /** Whether the last sign of life was longer ago than {@code limit} at {@code now}. */
  boolean silent(Duration limit, long now) {
    return now - lastSign > limit.toNanos();
  }

  /** The attempt is over. */
  Timings end() {
    sign();
    return new Timings(firstContent, lastSign - started);
  }
}
