package io.tidegate.cache.hot;

import java.util.Random;

/** Draws numbers of which few come often and many seldom. */
final class Zipf {

  private final double[] upTo;
  private final Random random;

  /** Draws from {@code 0} to {@code keys - 1}, the n-th in proportion to {@code n^-exponent}. */
  Zipf(int keys, double exponent, Random random) {
    this.upTo = new double[keys];
    this.random = random;
    double sum = 0;
    for (int i = 0; i < keys; i++) {
      sum += Math.pow(i + 1, -exponent);
      upTo[i] = sum;
    }
  }

  int next() {
    double at = random.nextDouble() * upTo[upTo.length - 1];
    int low = 0;
    int high = upTo.length - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (upTo[middle] < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
