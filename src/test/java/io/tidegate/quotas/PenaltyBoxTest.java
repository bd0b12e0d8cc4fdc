package io.tidegate.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class PenaltyBoxTest {

  private static final TenantId TEAM = new TenantId("team");
  private static final KeyId KEY = new KeyId("k");

  private final ManualClock clock = new ManualClock();
  private final PenaltyBox box = new PenaltyBox(clock);

  private void loop(int times) {
    for (int i = 0; i < times; i++) {
      box.refused(TEAM, KEY);
    }
  }

  @Test
  void keepsALoopAwayForTwiceAsLongEachTimeUpToAMinute() {
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      while (box.refusal(TEAM, KEY) == null) {
        loop(1);
      }
      Duration penalty = box.refusal(TEAM, KEY).retryAfter();
      seconds.add(penalty.toSeconds());
      clock.advance(penalty);
    }
    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
  }

  @Test
  void beginsAnewAfterARest() {
    loop(PenaltyBox.CLIENTS + 1);
    clock.advance(Duration.ofSeconds(40));
    loop(PenaltyBox.CLIENTS + 1);
    assertThat(box.refusal(TEAM, KEY).retryAfter()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void keepsAwayNobodyElse() {
    loop(PenaltyBox.CLIENTS + 1);
    assertThat(box.refusal(TEAM, new KeyId("other"))).isNull();
    assertThat(box.refusal(new TenantId("other"), KEY)).isNull();
  }

  @Test
  void rememberesABoundedNumber() {
    for (int i = 0; i < PenaltyBox.MOST + 100; i++) {
      box.refused(TEAM, new KeyId("k" + i));
    }
    assertThat(box.size()).isEqualTo(PenaltyBox.MOST);
  }

  /** A thousand clients of one key, of a tenant that may ask once a second, for an hour. */
  @Test
  void neverPunishesClientsThatComeWhenTheyWereTold() {
    long start = clock.getAsLong();
    TokenBucket bucket = new TokenBucket(60, 5, start);
    PriorityQueue<Long> due = new PriorityQueue<>(Comparator.naturalOrder());
    for (int i = 0; i < PenaltyBox.CLIENTS; i++) {
      due.add(0L);
    }
    long end = Duration.ofHours(1).toNanos();
    while (due.peek() < end) {
      long now = due.poll();
      clock.advance(Duration.ofNanos(Math.max(0, now - (clock.getAsLong() - start))));
      long wait = bucket.take(1, clock.getAsLong());
      if (wait > 0) {
        assertThat(box.refusal(TEAM, KEY)).as("after %d s", now / 1_000_000_000L).isNull();
        box.refused(TEAM, KEY);
      }
      due.add(now + Math.max(wait, 1_000_000));
    }
  }
}
