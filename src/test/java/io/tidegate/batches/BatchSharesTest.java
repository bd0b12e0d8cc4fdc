package io.tidegate.batches;

import static io.tidegate.batches.BatchWorld.DEAD;
import static io.tidegate.batches.BatchWorld.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.state.NewBatch;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.Queues;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The law of tenants, for the sessions of batches: slices that stand hold up no others. */
final class BatchSharesTest {

  private static final TenantId LOUD = new TenantId("loud");
  private static final TenantId MODEST = new TenantId("modest");

  private final BatchWorld world = new BatchWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aSliceOfAModelWithoutANodeIsGivenBackWhileAnotherTenantWaits() throws Exception {
    Batch dead = create(LOUD, DEAD, 150);
    world.validate();
    Batch good = create(MODEST, "m", 150);
    long begun = world.now();
    world.validate();
    for (int turns = 0; turns < 6 && !completed(good, 2); turns++) {
      world.worker.work(world.queue.remove(0));
      world.relay();
    }
    world.finish();

    assertThat(world.batches.get(MODEST, good.id()).status()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(world.batches.get(LOUD, dead.id()).status()).isEqualTo(BatchStatus.IN_PROGRESS);
    assertThat(world.now() - begun).isLessThan(Duration.ofMinutes(3).toMillis());
  }

  @Test
  void slicesOfOneTenantTakeAtMostHalfOfTheSessions() throws Exception {
    Deque<Runnable> steps = new ArrayDeque<>();
    world.meanwhile =
        () -> {
          if (!steps.isEmpty()) {
            steps.poll().run();
          } else {
            world.nodes.endAll();
          }
        };
    Batch one = create(LOUD, DEAD, 150);
    Batch two = create(LOUD, DEAD, 150);
    world.validate();
    Deque<String> messages = new ArrayDeque<>(world.queue);
    world.queue.clear();
    Batch[] good = new Batch[1];
    boolean[] done = new boolean[1];
    // Two slices run, the third session keeps its turn, and has it when the other tenant comes.
    steps.add(() -> world.worker.work(messages.poll()));
    steps.add(
        () -> {
          world.worker.work(messages.poll());
          done[0] = completed(good[0], 1);
        });
    steps.add(
        () -> {
          good[0] = create(MODEST, "m", 50);
          world.validateQuietly();
        });
    world.worker.work(messages.poll());

    assertThat(done[0]).isTrue();
    assertThat(world.batches.get(LOUD, one.id()).status()).isEqualTo(BatchStatus.IN_PROGRESS);
    assertThat(world.batches.get(LOUD, two.id()).status()).isEqualTo(BatchStatus.IN_PROGRESS);
  }

  @Test
  void afterOneOfATenantsManyFilesAnothersIsChecked() throws Exception {
    for (int i = 0; i < 3; i++) {
      var unused = create(LOUD, "m", 1);
    }
    Batch modest = create(MODEST, "m", 1);
    world.relay();

    world.worker.work(world.queue.remove(0));
    world.worker.work(world.queue.remove(0));

    assertThat(world.batches.get(MODEST, modest.id()).status()).isEqualTo(BatchStatus.IN_PROGRESS);
  }

  @Test
  void checksOfOneTenantLeaveASessionForWhoeverComesNext() throws Exception {
    for (int i = 0; i < 3; i++) {
      var unused = create(LOUD, "m", 1);
    }
    world.relay();
    Deque<String> messages = new ArrayDeque<>(world.queue);
    List<TenantId> checked = new ArrayList<>();
    world.contents.opened =
        tenant -> {
          checked.add(tenant);
          if (!messages.isEmpty()) {
            world.worker.work(messages.poll());
          }
        };
    // Two files are being checked, the third session keeps its turn until the other tenant comes.
    Batch[] modest = new Batch[1];
    world.meanwhile = () -> modest[0] = modest[0] == null ? create(MODEST, "m", 1) : modest[0];
    world.worker.work(messages.poll());

    assertThat(checked).containsExactly(LOUD, LOUD, MODEST);
  }

  @Test
  void whatWaitsForNoNodeHasAQueueOfItsOwn() throws Exception {
    Batch batch = create(LOUD, "m", 1);
    var handed = new ArrayDeque<String>();
    int steps =
        world.outbox.pass(
            Queues.STEPS, 10, world.now(), all -> all.forEach(one -> handed.add(one.subject())));

    assertThat(steps).isEqualTo(1);
    assertThat(handed).containsExactly("validate:" + batch.id());
    assertThat(world.outbox.pass(Queues.BATCHES, 10, world.now(), all -> {})).isZero();
  }

  private boolean completed(Batch batch, int slices) {
    return batch != null
        && world.database.call(
                manager ->
                    manager
                        .createQuery(
                            "select count(s) from JpaSlice s where s.batch = :id"
                                + " and s.state = 'DONE'",
                            Long.class)
                        .setParameter("id", batch.id())
                        .getSingleResult())
            == slices;
  }

  private Batch create(TenantId tenant, String model, int count) {
    String[] lines = new String[count];
    for (int i = 0; i < count; i++) {
      lines[i] = line("r-" + i, "{\"model\":\"" + model + "\",\"messages\":[{}]}");
    }
    String file = world.contents.upload(tenant, "batch", String.join("\n", lines).getBytes(UTF_8));
    return world.batches.create(new NewBatch(tenant, file, Operation.CHAT, Map.of(), null, null));
  }
}
