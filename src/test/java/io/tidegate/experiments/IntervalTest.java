package io.tidegate.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.experiments.Interval.Mean;
import io.tidegate.testing.ToReproduce;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How often intervals are wrong that are looked at all the time. */
class IntervalTest {

  private static final int EXPERIMENTS = 400;
  private static final int CALLS = 3_000;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  @Test
  void isRightInNineteenOfTwentyExperimentsAtEachLook() {
    int wrong = 0;
    for (int i = 0; i < EXPERIMENTS; i++) {
      wrong += everExcludesZero() ? 1 : 0;
    }
    // Of 400 with a true probability of 5 % more than 34 come up once in a thousand times.
    assertThat(wrong).isLessThan(35);
  }

  @Test
  void findsADifferenceThatIsThere() {
    Sum a = new Sum();
    Sum b = new Sum();
    for (int i = 0; i < 10_000; i++) {
      a.add(exponential(0.2));
      b.add(exponential(0.25));
    }
    Interval difference = Interval.ofDifference(a.mean(), b.mean());

    assertThat(difference.low()).isPositive();
    assertThat(difference.high()).isLessThan(0.1);
    assertThat(difference.estimate()).isBetween(difference.low(), difference.high());
  }

  @Test
  void saysNothingOfOneObservation() {
    Interval difference = Interval.ofDifference(new Mean(1, 2, 0), new Mean(1, 9, 0));

    assertThat(difference.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(difference.high()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  /** Two arms that are alike, looked at after each call from the fiftieth on. */
  private boolean everExcludesZero() {
    Sum a = new Sum();
    Sum b = new Sum();
    for (int i = 0; i < CALLS; i++) {
      a.add(exponential(0.2));
      b.add(exponential(0.2));
      if (i >= 50) {
        Interval difference = Interval.ofDifference(a.mean(), b.mean());
        if (difference.low() > 0 || difference.high() < 0) {
          return true;
        }
      }
    }
    return false;
  }

  private double exponential(double mean) {
    return -mean * Math.log(1 - random.nextDouble());
  }

  private static final class Sum {

    private long count;
    private double sum;
    private double squares;

    private void add(double value) {
      count++;
      sum += value;
      squares += value * value;
    }

    private Mean mean() {
      double mean = sum / count;
      return new Mean(count, mean, Math.sqrt(Math.max(0, squares / count - mean * mean)));
    }
  }
}
