package io.tidegate.experiments;

/**
 * An estimate and how sure it is.
 *
 * @param estimate the likeliest value
 * @param low below it with a probability of at most 2.5 %
 * @param high above it with a probability of at most 2.5 %
 */
public record Interval(double estimate, double low, double high) {

  /** Half the error probability of an interval of 95 % for the difference of two means. */
  private static final double ERROR = 0.05 / 2;

  /** The number of observations at which the interval is as narrow as it can be. */
  private static final double TIGHTEST_AT = 1_000;

  /** Chosen so that it is tightest there; (2.10) of the source of {@link #halfWidth}. */
  private static final double RHO_SQUARED =
      (-2 * Math.log(ERROR) + Math.log(-2 * Math.log(ERROR) + 1)) / TIGHTEST_AT;

  /**
   * The difference of the mean of {@code b} and that of {@code a}, right with a probability of 95 %
   * however often and whenever one looks, so that one may stop as soon as it tells enough.
   */
  static Interval ofDifference(Mean a, Mean b) {
    double estimate = b.mean() - a.mean();
    double half = halfWidth(a) + halfWidth(b);
    return new Interval(estimate, estimate - half, estimate + half);
  }

  /**
   * The observations of one arm.
   *
   * @param count their number
   * @param mean their mean
   * @param deviation their standard deviation
   */
  record Mean(long count, double mean, double deviation) {}

  /**
   * Half the width of an asymptotic confidence sequence: Waudby-Smith, Arbour, Sinha, Kennedy and
   * Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences", 2021, theorem
   * 2.2.
   */
  private static double halfWidth(Mean mean) {
    double n = mean.count();
    if (n < 2) {
      return Double.POSITIVE_INFINITY;
    }
    double spread = n * RHO_SQUARED + 1;
    return mean.deviation()
        * Math.sqrt(2 * spread / (n * n * RHO_SQUARED) * Math.log(Math.sqrt(spread) / ERROR));
  }
}
