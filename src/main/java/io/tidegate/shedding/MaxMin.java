package io.tidegate.shedding;

import java.util.Arrays;

/** Max-min fairness: the most that each may have so that small demands are met in full. */
final class MaxMin {

  private MaxMin() {}

  /**
   * The level to which {@code demands} are cut so that together they are {@code budget}: the sum of
   * {@code min(demand, level)} is the budget. Infinite when the demands fit into it.
   */
  static double level(double[] demands, double budget) {
    double[] sorted = demands.clone();
    Arrays.sort(sorted);
    double left = budget;
    for (int i = 0; i < sorted.length; i++) {
      double equal = left / (sorted.length - i);
      if (sorted[i] > equal) {
        return equal;
      }
      left -= sorted[i];
    }
    return Double.POSITIVE_INFINITY;
  }
}
