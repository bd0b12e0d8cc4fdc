package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SlidingSumTest {

  private static final Duration WIDTH = Duration.ofSeconds(1);

  private record Added(long amount, long bucket) {}

  private final long seed = new Random().nextLong();
  private final ManualClock clock = new ManualClock();
  private final SlidingSum sum = new SlidingSum(3, WIDTH);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, clock);

  @Test
  void forgetsTheOldestBucketFirst() {
    add(1);
    clock.advance(WIDTH);
    add(10);
    clock.advance(WIDTH.multipliedBy(2).minusNanos(1));
    assertThat(sum()).isEqualTo(11);

    clock.advance(Duration.ofNanos(1));
    assertThat(sum()).isEqualTo(10);
    clock.advance(WIDTH);
    assertThat(sum()).isZero();
  }

  @Test
  void takesTheOldestFirstAndNoMoreThanThereIs() {
    add(5);
    clock.advance(WIDTH);
    add(5);
    clock.advance(WIDTH);
    add(5);

    assertThat(sum.take(6, clock.getAsLong())).isEqualTo(6);
    clock.advance(WIDTH);
    assertThat(sum()).isEqualTo(9);
    clock.advance(WIDTH);
    assertThat(sum()).isEqualTo(5);
    assertThat(sum.take(1, clock.getAsLong())).isEqualTo(1);
    assertThat(sum.take(6, clock.getAsLong())).isEqualTo(4);
    assertThat(sum()).isZero();
  }

  @Test
  void countsReadingsFromBeforeAsOfNow() {
    add(1);
    clock.advance(WIDTH);
    add(1);

    sum.add(1, clock.getAsLong() - 10 * WIDTH.toNanos());

    assertThat(sum()).isEqualTo(3);
  }

  @Test
  void isEmptyOnceCleared() {
    add(7);
    sum.clear();
    add(2);

    assertThat(sum()).isEqualTo(2);
  }

  @RepeatedTest(20)
  void isWhatTheLastBucketsHold() {
    Random random = new Random(seed);
    long start = clock.getAsLong();
    sum();
    List<Added> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      clock.advance(Duration.ofMillis(random.nextInt(random.nextInt(20) == 0 ? 9_000 : 900)));
      long bucket = (clock.getAsLong() - start) / WIDTH.toNanos();
      long amount = random.nextInt(100);
      add(amount);
      all.add(new Added(amount, bucket));

      long expected =
          all.stream().filter(one -> one.bucket() > bucket - 3).mapToLong(Added::amount).sum();
      assertThat(sum()).isEqualTo(expected);
    }
  }

  private void add(long amount) {
    sum.add(amount, clock.getAsLong());
  }

  private long sum() {
    return sum.sum(clock.getAsLong());
  }
}
