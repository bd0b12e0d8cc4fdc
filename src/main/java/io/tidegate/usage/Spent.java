package io.tidegate.usage;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What was spent, in million-millionths of the currency's unit; immutable.
 *
 * @param all in all days that were asked for
 * @param last on the last of them
 */
public record Spent(BigDecimal all, BigDecimal last) {

  /** Nothing. */
  public static final Spent NOTHING = new Spent(BigDecimal.ZERO, BigDecimal.ZERO);

  public Spent {
    requireNonNull(all, "all");
    requireNonNull(last, "last");
  }
}
