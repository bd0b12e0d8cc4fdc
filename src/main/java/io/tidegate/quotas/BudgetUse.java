package io.tidegate.quotas;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;

/**
 * A budget and what is spent of it, as far as this server knows; immutable. Amounts are in
 * thousand-millionths of the currency's unit.
 *
 * @param subject whose it is
 * @param period for which span
 * @param first the first day of that span, as {@code 2026-11-01}
 * @param limit what may be spent
 * @param spent what was
 */
public record BudgetUse(Subject subject, Period period, String first, long limit, long spent) {

  private static final long MOST_PERCENT = 1_000_000;

  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  public BudgetUse {
    requireNonNull(subject, "subject");
    requireNonNull(period, "period");
    requireNonNull(first, "first");
  }

  /**
   * Which part of it is spent, in whole percent, rounded down. Where nothing may be spent, nothing
   * is used up by that alone: 100 only if something was spent all the same.
   */
  public long percent() {
    if (limit <= 0) {
      return spent > 0 ? 100 : 0;
    }
    BigInteger percent =
        BigInteger.valueOf(spent).multiply(HUNDRED).divide(BigInteger.valueOf(limit));
    return percent.min(BigInteger.valueOf(MOST_PERCENT)).longValue();
  }
}
