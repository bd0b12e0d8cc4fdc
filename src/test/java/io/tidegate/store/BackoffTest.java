package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BackoffTest {

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @RegisterExtension final ToReproduce seeds = new ToReproduce(seed);

  @Test
  void waitsTwiceAsLongEachTimeAndHalfOfItByChance() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60));
    long[] wholes = {2_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000};
    for (int attempt = 0; attempt < wholes.length; attempt++) {
      for (int i = 0; i < 100; i++) {
        assertThat(backoff.after(attempt, random)).isBetween(wholes[attempt] / 2, wholes[attempt]);
      }
    }
    assertThat(backoff.after(Integer.MAX_VALUE, random)).isBetween(30_000L, 60_000L);
  }

  @Test
  void waitsAsLongAsWasSaidButForNoMoreThanAMinuteOfIt() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60));

    assertThat(backoff.after(1, Duration.ofSeconds(20), random)).isEqualTo(20_000);
    assertThat(backoff.after(1, Duration.ofDays(31), random)).isEqualTo(60_000);
    assertThat(backoff.after(1, Duration.ofMillis(3), random)).isBetween(1_000L, 2_000L);
    assertThat(backoff.after(1, null, random)).isBetween(1_000L, 2_000L);
  }

  @Test
  void waitsAtLeastAMillisecond() {
    Backoff backoff = new Backoff(Duration.ZERO, Duration.ZERO);

    assertThat(backoff.after(1, random)).isBetween(1L, 2L);
  }
}
