package io.tidegate.it.security;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Whether two questions can be told apart by how long their answers take. They are asked in pairs,
 * and a coin says which of a pair comes first.
 *
 * <p>This does not fail by chance, however busy the machine is: if the two cost the same, which of
 * a pair takes longer is a coin's throw, and four out of five of {@value #PAIRS} throws come out
 * the same way once in a thousand million. Nor does it fail for a difference that is too small to
 * be seen from outside: the middle times must differ by half, too.
 */
final class PairedTimes {

  private static final int PAIRS = 100;
  private static final int MANY = 80;
  private static final double FACTOR = 1.5;

  private final long[] first;
  private final long[] second;

  /** Of two questions, pair by pair, in ns. */
  PairedTimes(long[] first, long[] second) {
    this.first = first.clone();
    this.second = second.clone();
  }

  /** Asks {@code one} and {@code other}, which are given a number each, by pairs. */
  static PairedTimes of(Question one, Question other, RandomGenerator coin) {
    long[] first = new long[PAIRS];
    long[] second = new long[PAIRS];
    for (int pair = 0; pair < PAIRS; pair++) {
      if (coin.nextBoolean()) {
        first[pair] = one.time(pair);
        second[pair] = other.time(pair);
      } else {
        second[pair] = other.time(pair);
        first[pair] = one.time(pair);
      }
    }
    return new PairedTimes(first, second);
  }

  /** Something that is asked. */
  interface Question {
    void ask(int number);

    /** How long it takes, in ns. */
    default long time(int number) {
      long began = System.nanoTime();
      ask(number);
      return System.nanoTime() - began;
    }
  }

  /** Whether who sees the times alone knows which is which. */
  boolean tellApart() {
    return isLonger(first, second) || isLonger(second, first);
  }

  private static boolean isLonger(long[] these, long[] those) {
    int longer = 0;
    for (int pair = 0; pair < these.length; pair++) {
      longer += these[pair] > those[pair] ? 1 : 0;
    }
    return longer * PAIRS >= MANY * these.length && middle(these) > FACTOR * middle(those);
  }

  private static long middle(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  @Override
  public String toString() {
    return "middle times of %d us and %d us".formatted(middle(first) / 1000, middle(second) / 1000);
  }
}
