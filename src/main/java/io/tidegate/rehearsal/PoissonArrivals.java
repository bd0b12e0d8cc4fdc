package io.tidegate.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Arrivals at random, independent of each other.
 *
 * @param rate calls a second, more than 0
 * @param seconds for how long they come
 * @param prompt the tokens of their prompts
 * @param answer the tokens of their answers
 */
record PoissonArrivals(double rate, double seconds, TokenCount prompt, TokenCount answer) {

  private static final double NANOS = 1e9;

  /**
   * How many tokens prompts or answers have: lognormal, as those of public traces nearly are, or
   * all alike.
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

  /** The arrivals that {@code random} draws: at most {@link Workload#MOST}, at least one. */
  Workload draw(RandomGenerator random) {
    List<Arrival> arrivals = new ArrayList<>();
    double at = 0;
    do {
      arrivals.add(arrival(Math.round(at * NANOS), random));
      at -= Math.log(1 - random.nextDouble()) / rate;
    } while (at < seconds && arrivals.size() < Workload.MOST);
    return new Workload("rate", seconds, arrivals);
  }

  private Arrival arrival(long at, RandomGenerator random) {
    return new Arrival(
        at,
        prompt.draw(random),
        answer.draw(random),
        0,
        Arrival.SOMEBODY,
        "",
        new Prefix(random.nextLong()));
  }
}
