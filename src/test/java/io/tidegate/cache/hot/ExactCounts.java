package io.tidegate.cache.hot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

/** What counters should say, worked out the long way. */
final class ExactCounts {

  /** Sums of many doubles in different order differ a little. */
  private static final double ROUNDING = 1e-9;

  private final double halfLife;
  private final Map<Integer, Double> weights = new HashMap<>();
  private long last;

  ExactCounts(double halfLife, long start) {
    this.halfLife = halfLife;
    this.last = start;
  }

  void hit(int key, long now) {
    decay(now);
    weights.merge(key, 1.0, Double::sum);
  }

  void addAll(ExactCounts other) {
    other.weights.forEach((key, weight) -> weights.merge(key, weight, Double::sum));
  }

  void decay(long now) {
    double factor = Math.pow(2, -(now - last) / halfLife);
    weights.replaceAll((key, weight) -> weight * factor);
    last = now;
  }

  double total() {
    return weights.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Checks what {@code tally} guarantees, where no more than {@code counters} could be counted. */
  void assertBounds(HeavyHitters<Integer> tally, int counters) {
    double share = total() / counters;
    double slack = ROUNDING * total();
    assertThat(tally.floor()).isLessThanOrEqualTo(share + slack);
    Map<Integer, Double> others = new HashMap<>(weights);
    for (HeavyHitters.Counted<Integer> counted : tally.counted()) {
      double truth = weights.getOrDefault(counted.key(), 0.0);
      assertThat(counted.count())
          .as("count of %s", counted.key())
          .isGreaterThanOrEqualTo(truth - slack);
      assertThat(counted.count() - counted.error()).isLessThanOrEqualTo(truth + slack);
      assertThat(counted.error()).isLessThanOrEqualTo(share + slack);
      others.remove(counted.key());
    }
    others.forEach(
        (key, truth) ->
            assertThat(truth).as("missing %s", key).isLessThanOrEqualTo(tally.floor() + slack));
  }
}
