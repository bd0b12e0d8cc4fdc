package io.tidegate.batches.steps;

import static io.tidegate.batches.BatchWorld.TENANT;
import static io.tidegate.batches.BatchWorld.lines;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.batches.BatchMaintenance;
import io.tidegate.batches.BatchWorld;
import io.tidegate.batches.rows.JpaSlices;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.state.Claim;
import io.tidegate.batches.state.LeaseStatus;
import io.tidegate.batches.state.NewBatch;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.Lease;
import io.tidegate.store.Page;
import io.tidegate.store.StoreException;
import io.tidegate.testing.StartGate;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables behind batches: who may do what, and when. */
class SliceStoreTest {

  private BatchWorld world = new BatchWorld();
  private final SliceTiming agenda = new SliceTiming(OffPeak.always(), Duration.ofHours(6), 2);
  private final SliceStore slices = new JpaSlices(world.database, agenda);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aWorkerThatWasTakenOverStoresNothing() throws Exception {
    Batch batch = planned(150);
    Claim late = slices.begin(batch.id(), 0, lease()).orElseThrow().claim();
    assertThat(slices.begin(batch.id(), 0, lease())).isEmpty();
    world.advance(BatchWorld.LEASE);
    world.keeper.sweep();
    assertThat(slices.save(late, List.of(result(1)), lease())).isEqualTo(LeaseStatus.LOST);
    Claim next = slices.begin(batch.id(), 0, lease()).orElseThrow().claim();

    assertThat(slices.save(late, List.of(result(1)), lease())).isEqualTo(LeaseStatus.LOST);
    slices.end(late, world.now());
    slices.release(late, world.now(), world.now());
    assertThat(slices.save(next, List.of(result(1)), lease())).isEqualTo(LeaseStatus.GOING);
    assertThat(world.get(batch).counts().completed()).isEqualTo(1);
  }

  @Test
  void aSliceGoesOnWhereItWasLeft() throws Exception {
    Batch batch = planned(150);
    Claim claim = slices.begin(batch.id(), 1, lease()).orElseThrow().claim();
    var unused = slices.save(claim, List.of(result(101), result(150)), lease());
    slices.release(claim, world.now(), world.now());

    SliceStore.Work work = slices.begin(batch.id(), 1, lease()).orElseThrow();
    assertThat(work.done()).containsExactlyInAnyOrder(101, 150);
    assertThat(work.span().firstLine()).isEqualTo(101);
    world.work();
    assertThat(world.nodes.asked).doesNotContainKey(batch.id() + "-150");
  }

  @Test
  void ofManyWorkersOneGetsASlice() throws Exception {
    Batch batch = planned(100);
    List<Claim> claims = Collections.synchronizedList(new ArrayList<>());
    StartGate.run(
        8,
        thread ->
            slices
                .begin(batch.id(), 0, lease())
                .map(SliceStore.Work::claim)
                .ifPresent(claims::add));

    assertThat(claims).hasSize(1);
  }

  @Test
  void aLineHasOneResult() throws Exception {
    Batch batch = planned(100);
    Claim claim = slices.begin(batch.id(), 0, lease()).orElseThrow().claim();
    var unused = slices.save(claim, List.of(result(1)), lease());

    assertThatThrownBy(() -> slices.save(claim, List.of(result(2), result(1)), lease()))
        .isInstanceOf(StoreException.class);
    assertThat(world.get(batch).counts().completed()).isEqualTo(1);
  }

  @Test
  void onlySomeSlicesOfABatchArePostedAtATime() throws Exception {
    Batch batch = planned(450);
    world.relay();
    assertThat(world.queue).hasSize(2);

    Claim claim = slices.begin(batch.id(), 0, lease()).orElseThrow().claim();
    slices.end(claim, world.now());
    world.relay();
    assertThat(world.queue).hasSize(3).last().isEqualTo("slice:" + batch.id() + ":2");
  }

  @Test
  void aSliceWaitsForItsHours() throws Exception {
    restart("18:00-20:00");
    Batch batch = planned(100);
    world.relay();
    assertThat(world.queue).isEmpty();
    world.worker.work("slice:" + batch.id() + ":0");
    assertThat(world.nodes.asked).as("its message came too early").isEmpty();

    world.advance(Duration.ofHours(6));
    world.work();
    assertThat(world.get(batch).status()).isEqualTo(BatchStatus.COMPLETED);
  }

  @Test
  void aSliceDoesNotWaitForHoursTooNearToTheEndOfItsBatch() throws Exception {
    restart("08:00-09:00");
    Batch batch = world.create(lines(100));
    world.work();

    assertThat(world.get(batch).status()).isEqualTo(BatchStatus.COMPLETED);
  }

  @Test
  void whatWasPostedAndNotTakenIsPostedAgain() throws Exception {
    Batch batch = planned(100);
    world.relay();
    world.queue.clear();
    world.advance(Duration.ofMillis(BatchMaintenance.PATIENCE - 1));
    world.keeper.sweep();
    world.relay();
    assertThat(world.queue).isEmpty();

    world.advance(Duration.ofMillis(1));
    world.keeper.sweep();
    world.work();
    assertThat(world.get(batch).status()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(world.keeper.open()).isEqualTo(1);
    world.advance(Duration.ofDays(31));
    world.keeper.sweep();
    assertThat(world.keeper.open()).isZero();
    assertThatThrownBy(() -> world.get(batch)).hasMessageContaining("not_found");
  }

  @Test
  void aTenantSeesItsOwnBatchesNewestFirst() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(0, world.create(lines(1)).id());
      world.advance(Duration.ofMillis(1));
    }
    Page<Batch> first = world.batches.list(TENANT, null, 2);
    assertThat(first.items()).extracting(Batch::id).isEqualTo(ids.subList(0, 2));
    assertThat(first.more()).isTrue();
    Page<Batch> rest = world.batches.list(TENANT, ids.get(1), 2);
    assertThat(rest.items()).extracting(Batch::id).containsExactly(ids.get(2));
    assertThat(rest.more()).isFalse();
    assertThat(world.batches.list(TENANT, ids.get(2), 2).items()).isEmpty();
    assertThat(world.batches.list(TENANT, "batch_gone", 2).items()).isEmpty();
    TenantId other = new TenantId("other");
    assertThat(world.batches.list(other, null, 2).items()).isEmpty();
    assertThatThrownBy(() -> world.batches.get(other, ids.get(0)))
        .hasMessageContaining("not_found");
    assertThatThrownBy(() -> world.batches.cancel(other, ids.get(0)))
        .hasMessageContaining("not_found");
  }

  @Test
  void aTenantHasSoManyBatchesUnderWayAndNoMore() throws Exception {
    for (int i = 0; i < 3; i++) {
      var unused = world.create(lines(1));
    }
    assertThatThrownBy(() -> world.create(lines(1))).hasMessageContaining("job_queue_full");
    world.work();
    assertThat(world.create(lines(1))).isNotNull();
  }

  @Test
  void theInputFileMustBeOneForBatches() {
    String other = world.contents.upload(TENANT, "vision", "x".getBytes(UTF_8));
    for (String file : List.of(other, "file-none")) {
      NewBatch batch = new NewBatch(TENANT, file, Operation.CHAT, Map.of(), null, null);
      assertThatThrownBy(() -> world.batches.create(batch))
          .isInstanceOfSatisfying(
              FailureException.class,
              refused -> assertThat(refused.failure().param()).isEqualTo("input_file_id"));
    }
  }

  @Test
  void aBatchThatHasEndedCannotBeCancelled() throws Exception {
    Batch batch = world.create(lines(1));
    world.work();

    assertThatThrownBy(() -> world.batches.cancel(TENANT, batch.id()))
        .hasMessageContaining("completed");
  }

  private void restart(String hours) {
    world.close();
    world = new BatchWorld(world.random, OffPeak.of(hours, ZoneOffset.UTC));
  }

  private Batch planned(int lines) throws Exception {
    Batch batch = world.create(lines(lines));
    world.relay();
    world.worker.work(world.queue.remove(0));
    return batch;
  }

  private Lease lease() {
    return new Lease("me", world.now(), world.now() + BatchWorld.LEASE.toMillis());
  }

  private static BatchResult result(int line) {
    return new BatchResult(
        line, true, new BatchResult.Text("{}".getBytes(UTF_8)), new Batch.Tokens(1, 0, 1, 0));
  }
}
