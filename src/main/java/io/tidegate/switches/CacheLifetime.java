package io.tidegate.switches;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * How much longer than usual stored answers are good.
 *
 * @param factor times as long, at least 1
 * @param atLeast or for so long at least
 */
public record CacheLifetime(double factor, Duration atLeast) {

  /** As long as usual. */
  public static final CacheLifetime USUAL = new CacheLifetime(1, Duration.ZERO);

  static final String RULE =
      "must be a factor from 1 to 100, like 3, or a duration up to P7D, like PT6H";

  private static final double GREATEST = 100;
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Pattern FACTOR = Pattern.compile("\\d{1,3}(\\.\\d{1,3})?");

  /** What {@code text} says; throws with the rule otherwise. */
  static CacheLifetime parse(String text) {
    if (FACTOR.matcher(text).matches()) {
      double factor = Double.parseDouble(text);
      if (factor >= 1 && factor <= GREATEST) {
        return new CacheLifetime(factor, Duration.ZERO);
      }
      throw new IllegalArgumentException(RULE);
    }
    try {
      Duration atLeast = Duration.parse(text);
      if (!atLeast.isNegative() && !atLeast.isZero() && atLeast.compareTo(LONGEST) <= 0) {
        return new CacheLifetime(1, atLeast);
      }
    } catch (DateTimeParseException neither) {
      throw new IllegalArgumentException(RULE, neither);
    }
    throw new IllegalArgumentException(RULE);
  }
}
