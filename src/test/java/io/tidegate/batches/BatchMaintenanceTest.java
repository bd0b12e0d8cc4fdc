package io.tidegate.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.batches.steps.BatchMaintenanceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the upkeep of batches asks of the database, and how often. */
final class BatchMaintenanceTest {

  private final List<String> asked = new ArrayList<>();
  private int open;
  private long now = 1_000_000;
  private final BatchMaintenance maintenance =
      new BatchMaintenance(
          new Recorded(), () -> true, () -> Instant.ofEpochMilli(now), Duration.ofDays(1));

  @Test
  void anIdleServerAsksOneQuestionAndTidiesOnceAMinute() {
    for (int i = 0; i < 60; i++) {
      maintenance.sweep();
      now += 2_000;
    }

    assertThat(asked.stream().filter("open"::equals)).hasSize(60);
    assertThat(asked.stream().filter("tidy"::equals)).hasSize(2);
    assertThat(asked).hasSize(62);
  }

  @Test
  void batchesUnderWayAreLookedAfterEachTime() {
    open = 1;

    maintenance.sweep();
    now += 2_000;
    maintenance.sweep();

    assertThat(asked)
        .containsExactly("open", "recover", "repost", "tidy", "open", "recover", "repost");
    assertThat(maintenance.open()).isEqualTo(1);
  }

  private final class Recorded implements BatchMaintenanceStore {

    @Override
    public void recover(long time) {
      asked.add("recover");
    }

    @Override
    public void repost(long before, long time) {
      asked.add("repost");
    }

    @Override
    public void tidy(long before, long time) {
      asked.add("tidy");
    }

    @Override
    public int open() {
      asked.add("open");
      return open;
    }
  }
}
