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
