package io.tidegate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RetryScheduleTest {

  private static final RetrySchedule SCHEDULE =
      new RetrySchedule(8, Duration.ofSeconds(10), Duration.ofSeconds(5));

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @RegisterExtension final ToReproduce seeds = new ToReproduce(seed);

  @Test
  void doublesThePauseUpToAnHour() {
    long[] doubled = {5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600};
    for (int made = 1; made <= doubled.length; made++) {
      for (int i = 0; i < 100; i++) {
        assertThat(SCHEDULE.pause(made, 0, random))
            .isBetween(doubled[made - 1] * 500, doubled[made - 1] * 1000);
      }
    }
    assertThat(SCHEDULE.pause(100, 0, random)).isBetween(1_800_000L, 3_600_000L);
  }

  @Test
  void spreadsThePauses() {
    assertThat(random.ints(1000).mapToLong(i -> SCHEDULE.pause(1, 0, random)).distinct().count())
        .isGreaterThan(500);
  }

  @Test
  void waitsForAsLongAsTheReceiverAsksButNoMoreThanAnHour() {
    assertThat(SCHEDULE.pause(1, 60_000, random)).isEqualTo(60_000);
    assertThat(SCHEDULE.pause(1, 7_200_000, random)).isEqualTo(3_600_000);
    assertThat(SCHEDULE.pause(8, 1_000, random)).isGreaterThanOrEqualTo(320_000);
  }

  @Test
  void holdsWithTheShortestAndLongestPause() {
    RetrySchedule shortest = new RetrySchedule(1, Duration.ofSeconds(1), Duration.ofNanos(1));
    RetrySchedule longest = new RetrySchedule(1, Duration.ofSeconds(1), Duration.ofDays(365));

    assertThat(shortest.pause(1, 0, random)).isPositive();
    assertThat(longest.pause(100, 0, random)).isBetween(1_800_000L, 3_600_000L);
  }
}
