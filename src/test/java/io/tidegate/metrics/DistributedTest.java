package io.tidegate.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What can be told of values of which only the buckets are known. */
class DistributedTest {

  private static final double[] BOUNDS = {1, 2, 4};

  @Test
  void interpolatesWithinTheBucketAsPrometheusDoes() {
    Distributed some = of(10, 0, 10, 10);

    assertThat(some.quantile(0.5)).isCloseTo(1.5, within(1e-9));
    assertThat(some.quantile(1)).isCloseTo(2, within(1e-9));
  }

  @Test
  void theFirstBucketBeginsAtNothing() {
    assertThat(of(4, 4, 4, 4).quantile(0.25)).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void whatIsAboveAllBoundsIsTheLargestOne() {
    assertThat(of(10, 1, 2, 3).quantile(0.9)).isEqualTo(4);
  }

  @Test
  void withoutValuesOrBucketsThereIsNoQuantile() {
    assertThat(of(0, 0, 0, 0).quantile(0.5)).isNaN();
    assertThat(new Distributed(5, 9, new double[0], new long[0]).quantile(0.5)).isNaN();
    assertThat(Distributed.NONE.quantile(0.5)).isNaN();
  }

  @Test
  void tellsWhatWasRecordedSinceAnEarlierState() {
    Distributed more = of(10, 4, 8, 10).since(of(4, 4, 4, 4));

    assertThat(more.count()).isEqualTo(6);
    assertThat(more.below()).containsExactly(0, 4, 6);
  }

  @Test
  void whatHasBegunAnewIsTakenWhole() {
    assertThat(of(3, 1, 2, 3).since(of(10, 4, 8, 10)).count()).isEqualTo(3);
  }

  @Test
  void addsUpAlsoWithNothing() {
    Distributed sum = Distributed.NONE.plus(of(3, 1, 2, 3)).plus(of(1, 0, 0, 1));

    assertThat(sum.count()).isEqualTo(4);
    assertThat(sum.below()).containsExactly(1, 2, 4);
    assertThat(sum.plus(Distributed.NONE).below()).containsExactly(1, 2, 4);
  }

  private static Distributed of(long count, long... below) {
    return new Distributed(count, count, BOUNDS, below);
  }
}
