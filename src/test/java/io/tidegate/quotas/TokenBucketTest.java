package io.tidegate.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverGivesMoreThanTheRateTimesTheTimeAndTheDepth(long seed) {
    Random random = new Random(seed);
    double perMinute = 1 + random.nextInt(100_000);
    double depth = 1 + random.nextInt(5000);
    long start = random.nextLong();
    TokenBucket bucket = new TokenBucket(perMinute, depth, start);
    double taken = 0;
    long now = start;
    for (int i = 0; i < 20_000; i++) {
      now += (long) (random.nextDouble() * random.nextDouble() * SECOND);
      double amount = 1 + random.nextInt((int) depth);
      if (bucket.take(amount, now) == 0) {
        taken += amount;
        if (random.nextInt(5) == 0) {
          bucket.giveBack(amount, now);
          taken -= amount;
        }
      }
      double most = perMinute * (now - start) / 60e9 + depth;
      assertThat(taken).as("seed %d, step %d", seed, i).isLessThanOrEqualTo(most + 1e-3);
    }
  }

  @Test
  void tellsTheVeryTimeAtWhichThereIsSomeAgain() {
    TokenBucket bucket = new TokenBucket(60, 1, 0);
    assertThat(bucket.take(1, 0)).isZero();

    long wait = bucket.take(1, SECOND / 4);

    assertThat(wait).isCloseTo(SECOND * 3 / 4, within(2L));
    assertThat(bucket.take(1, SECOND / 4 + wait - 1000)).isPositive();
    assertThat(bucket.take(1, SECOND / 4 + wait + SECOND)).isZero();
  }

  @Test
  void tellsEachOfManyATimeOfItsOwn() {
    TokenBucket bucket = new TokenBucket(60, 1, 0);
    assertThat(bucket.take(1, 0)).isZero();

    for (int i = 1; i <= 10; i++) {
      assertThat(bucket.take(1, 0)).isCloseTo(i * SECOND, within(10L));
    }
  }

  @Test
  void tellsNobodyToWaitInALineOfMoreThanHalfAMinute() {
    TokenBucket bucket = new TokenBucket(60, 1, 0);
    long longest = 0;
    for (int i = 0; i < 1000; i++) {
      longest = Math.max(longest, bucket.take(1, 0));
    }
    assertThat(longest).isCloseTo(31 * SECOND, within(SECOND));
  }

  @Test
  void letsInWhoWantsMoreThanItHoldsWhenItIsFullAndOwesTheRest() {
    TokenBucket bucket = new TokenBucket(600, 10, 0);

    assertThat(bucket.take(30, 0)).isZero();

    assertThat(bucket.level(0)).isCloseTo(-20, within(1e-9));
    assertThat(bucket.take(1, 2 * SECOND)).isPositive();
    assertThat(bucket.take(1, 3 * SECOND)).isZero();
  }

  @Test
  void givesNothingWhereNothingFlowsIn() {
    TokenBucket bucket = new TokenBucket(0, 0, 0);
    assertThat(bucket.take(1, 0)).isPositive();
    assertThat(bucket.take(1, 3600 * SECOND)).isPositive();
  }
}
