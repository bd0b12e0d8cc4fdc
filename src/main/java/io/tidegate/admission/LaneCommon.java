package io.tidegate.admission;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Turns;
import io.tidegate.metrics.Metrics;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What all lanes share.
 *
 * @param config how long and how many calls wait
 * @param clock the nano clock
 * @param metrics where all is counted
 * @param bytes the bodies of all that wait
 * @param judging lets newcomers wait, start or go. Whom one lane refuses may try another, which
 *     refuses others who try the first: each comes after the one before, and not upon its stack
 */
record LaneCommon(
    AdmissionConfig config,
    LongSupplier clock,
    Metrics metrics,
    ByteShares bytes,
    Turns.OfThread judging) {

  /** For how many nanoseconds {@code call} can wait at {@code now}; not at all from zero down. */
  long patience(Call call, long now) {
    Duration tried = call.terms().trial().overrides().maxWait();
    Duration longest = tried == null ? config.maxWait() : tried;
    return Math.min(longest.toNanos(), call.deadline().remaining(now));
  }
}
