package io.tidegate.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TenantQueueTest {

  private final Deque<Runnable> pool = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private int places = 100;

  @Test
  void tenantsTakeTurns() {
    TenantQueue queue = new TenantQueue(this::take, 1);
    for (String task : List.of("a1", "a2", "a3", "b1", "b2", "c1")) {
      add(queue, task);
    }
    run();

    assertThat(done).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
  }

  @Test
  void whoComesLateWaitsForNoneThatHasNotBegun() {
    TenantQueue queue = new TenantQueue(this::take, 2);
    for (int i = 0; i < 50; i++) {
      add(queue, "a" + i);
    }
    assertThat(pool).hasSize(2);
    add(queue, "b");
    pool.remove().run();
    pool.remove().run();

    assertThat(done).containsExactly("a0", "b");
  }

  @Test
  void asksForNoMoreThreadsThanThereAreTasks() {
    TenantQueue queue = new TenantQueue(this::take, 8);
    add(queue, "a");
    queue.begin();

    assertThat(pool).hasSize(1);
  }

  @Test
  void aTaskForWhichThePoolHasNoPlaceIsDoneLater() {
    TenantQueue queue = new TenantQueue(this::take, 2);
    places = 0;
    add(queue, "a");
    add(queue, "b");
    assertThat(pool).isEmpty();

    places = 100;
    queue.begin();
    run();

    assertThat(done).containsExactly("a", "b");
  }

  @Test
  void aTaskThatThrowsTakesNobodysTurn() {
    TenantQueue queue = new TenantQueue(this::take, 1);
    queue.add(
        "a",
        () -> {
          throw new IllegalStateException("made on purpose by a test");
        });
    add(queue, "b");
    assertThatThrownBy(() -> pool.remove().run()).isInstanceOf(IllegalStateException.class);
    run();

    assertThat(done).containsExactly("b");
  }

  private void add(TenantQueue queue, String task) {
    queue.add(task.substring(0, 1), () -> done.add(task));
  }

  private void take(Runnable task) {
    if (pool.size() >= places) {
      throw new RejectedExecutionException();
    }
    pool.add(task);
  }

  private void run() {
    while (!pool.isEmpty()) {
      pool.remove().run();
    }
  }
}
