package io.tidegate.it.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PairedTimesTest {

  private final Random random = new Random(17);

  /** As those of a server: some at the least, and some of ten times that. */
  private long[] times(long least) {
    long[] times = new long[100];
    Arrays.setAll(times, i -> (long) (least * (1 + random.nextDouble() * random.nextDouble() * 9)));
    return times;
  }

  @Test
  void timesOfTheSameKindAreNotToldApart() {
    for (int round = 0; round < 10_000; round++) {
      assertThat(new PairedTimes(times(1000), times(1000)).tellApart()).isFalse();
    }
  }

  @Test
  void timesOfWhichOneIsMuchLongerAreToldApartFromEitherSide() {
    assertThat(new PairedTimes(times(1000), times(5000)).tellApart()).isTrue();
    assertThat(new PairedTimes(times(5000), times(1000)).tellApart()).isTrue();
  }

  @Test
  void anOrderThatNobodyCouldMeasureIsNoDifference() {
    long[] some = times(1000);
    long[] slightlyMore = Arrays.stream(some).map(time -> time + time / 5).toArray();

    assertThat(new PairedTimes(some, slightlyMore).tellApart()).isFalse();
  }
}
