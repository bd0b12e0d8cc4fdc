package io.tidegate.bench;

import java.util.Arrays;

/**
 * Which question each call asks: one of its own, or one of those that many ask, by Zipf's law. The
 * same call asks the same question again.
 */
final class Questions {

  /** Beyond all numbers of popular questions. */
  private static final long FIRST_OWN = 1_000_000;

  private static final double BITS_53 = 0x1p-53;

  private final double repeats;
  private final double[] upTo;

  /**
   * Questions of which the share {@code repeats} (0 to 1) is among {@code popular} ones; the k-th
   * of these is asked 1/k times as often as the first.
   */
  Questions(double repeats, int popular) {
    this.repeats = repeats;
    this.upTo = new double[popular];
    double sum = 0;
    for (int k = 0; k < popular; k++) {
      sum += 1.0 / (k + 1);
      upTo[k] = sum;
    }
  }

  /** The number of the question that the call {@code number} asks. */
  long of(long number) {
    if (upTo.length == 0 || uniform(2 * number) >= repeats) {
      return FIRST_OWN + number;
    }
    double drawn = uniform(2 * number + 1) * upTo[upTo.length - 1];
    int found = Arrays.binarySearch(upTo, drawn);
    return Math.min(upTo.length - 1, found < 0 ? -found - 1 : found);
  }

  /** A number from 0 to 1 that only {@code seed} decides: the finalizer of SplitMix64. */
  private static double uniform(long seed) {
    long mixed = (seed + 1) * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return ((mixed ^ (mixed >>> 31)) >>> 11) * BITS_53;
  }
}
