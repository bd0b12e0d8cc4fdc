package io.tidegate.cache.flights;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.key.CacheKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RefreshBackoffTest {

  private static final CacheKey KEY = CacheKey.ofHex("a".repeat(64));
  private static final CacheKey OTHER = CacheKey.ofHex("b".repeat(64));

  private final RefreshBackoff backoff = new RefreshBackoff();
  private long now = new Random().nextLong();

  @Test
  void doublesFromOneSecondToThirty() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      backoff.ended(KEY, false, now);
      pauses.add(pause());
    }

    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    assertThat(backoff.holds(OTHER, now)).isFalse();
  }

  @Test
  void beginsAnewAfterASuccessOrLongAfterTheLastFailure() {
    backoff.ended(KEY, false, now);
    backoff.ended(KEY, false, now);
    backoff.ended(KEY, true, now);
    assertThat(backoff.holds(KEY, now)).isFalse();

    backoff.ended(KEY, false, now);
    backoff.ended(KEY, false, now);
    now += Duration.ofMinutes(5).toNanos();
    backoff.ended(KEY, false, now);
    assertThat(pause()).isEqualTo(1);
  }

  /** The seconds until it may be renewed, which pass. */
  private long pause() {
    long start = now;
    while (backoff.holds(KEY, now)) {
      now += Duration.ofMillis(500).toNanos();
    }
    return Duration.ofNanos(now - start).toSeconds();
  }
}
