package io.tidegate.quotas;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What limits work with.
 *
 * @param shares which part of each is this server's
 * @param burst for how long the depth of a bucket would last
 * @param clock the nano clock
 * @param wall the time of day, for days and months of budgets
 */
public record QuotaTools(
    QuotaShares shares, Duration burst, LongSupplier clock, InstantSource wall) {

  public QuotaTools {
    requireNonNull(shares, "shares");
    requireNonNull(burst, "burst");
    requireNonNull(clock, "clock");
    requireNonNull(wall, "wall");
  }

  long now() {
    return clock.getAsLong();
  }
}
