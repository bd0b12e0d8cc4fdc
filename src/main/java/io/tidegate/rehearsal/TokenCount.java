package io.tidegate.rehearsal;

import java.util.random.RandomGenerator;

/**
 * How many tokens prompts or answers have: lognormal, as those of public traces nearly are, or all
 * alike.
 *
 * @param median half of them have no more, 1 to {@value Arrival#MOST_TOKENS}
 * @param p95 and 95 % no more than that: the median or more
 */
record TokenCount(double median, double p95) {

  /** The 95th percentile of the standard normal distribution. */
  private static final double NORMAL_P95 = 1.6448536269514722;

  TokenCount {
    if (!(median >= 1 && median <= p95 && p95 <= Arrival.MOST_TOKENS)) {
      throw new IllegalArgumentException("median " + median + ", p95 " + p95);
    }
  }

  /** One of them. */
  int draw(RandomGenerator random) {
    double spread = Math.log(p95 / median) / NORMAL_P95;
    double drawn = spread == 0 ? median : median * Math.exp(spread * random.nextGaussian());
    return (int) Math.max(1, Math.min(Arrival.MOST_TOKENS, Math.round(drawn)));
  }
}
