package io.tidegate.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Money as whole numbers: prices are in millionths of the currency's unit for a million tokens, so
 * that what a token costs is a whole number of million-millionths, and no sum is ever rounded.
 */
public final class Money {

  /** Digits behind the point of prices. */
  private static final int PRICE_DIGITS = 6;

  /** Digits behind the point of costs. */
  private static final int COST_DIGITS = 12;

  /** Digits behind the point of budgets. */
  private static final int BUDGET_DIGITS = 9;

  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);

  private Money() {}

  /**
   * The price in {@code text}, in millionths.
   *
   * @throws IllegalArgumentException with the rule that it breaks
   */
  public static long price(String text) {
    return whole(text, PRICE_DIGITS);
  }

  /**
   * The budget in {@code text}, in thousand-millionths.
   *
   * @throws IllegalArgumentException with the rule that it breaks
   */
  public static long budget(String text) {
    return whole(text, BUDGET_DIGITS);
  }

  /** The budget of {@code nano} thousand-millionths as a number. */
  public static BigDecimal budget(long nano) {
    return plain(BigDecimal.valueOf(nano, BUDGET_DIGITS));
  }

  /** The cost of {@code pico} million-millionths as budgets count it: none is too low. */
  public static long nano(long pico) {
    return Math.floorDiv(pico + 999, 1000);
  }

  /** The cost of {@code pico} million-millionths as budgets count it. */
  public static long nano(BigDecimal pico) {
    return pico.movePointLeft(3).setScale(0, RoundingMode.CEILING).longValue();
  }

  /** The cost of {@code pico} million-millionths in the currency's unit, nothing rounded. */
  public static BigDecimal cost(BigDecimal pico) {
    return plain(pico.movePointLeft(COST_DIGITS));
  }

  private static BigDecimal plain(BigDecimal exact) {
    BigDecimal stripped = exact.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static long whole(String text, int digits) {
    try {
      BigDecimal value = new BigDecimal(text);
      if (value.signum() >= 0 && value.compareTo(MOST) <= 0 && value.scale() <= digits) {
        return value.movePointRight(digits).longValueExact();
      }
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException("must be an amount like 12.50, not '" + text + "'");
    }
    throw new IllegalArgumentException(
        "must be between 0 and " + MOST + " with at most " + digits + " digits behind the point");
  }
}
