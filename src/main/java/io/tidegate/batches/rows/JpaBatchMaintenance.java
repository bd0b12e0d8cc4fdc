package io.tidegate.batches.rows;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.steps.BatchMaintenanceStore;
import io.tidegate.batches.steps.SliceTiming;
import io.tidegate.batches.steps.StepMessage.Kind;
import io.tidegate.batches.steps.StepStore;
import io.tidegate.store.Aside;
import io.tidegate.store.JpaDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts batches right in their tables. What is found is looked at again under the lock of its batch,
 * so that several servers may do this at once.
 */
public final class JpaBatchMaintenance implements BatchMaintenanceStore {

  /** How much of a kind is put right at a time; the rest has its turn the next time. */
  private static final int PORTION = 100;

  private static final List<BatchStatus> STARTING =
      List.of(BatchStatus.VALIDATING, BatchStatus.IN_PROGRESS);

  private final JpaDatabase database;
  private final SliceTiming agenda;
  private final StepStore steps;
  private final Aside aside = new Aside("the upkeep of a batch");

  /** Upkeep of {@code database}; {@code agenda} says when slices run. */
  public JpaBatchMaintenance(JpaDatabase database, SliceTiming agenda, StepStore steps) {
    this.database = requireNonNull(database, "database");
    this.agenda = requireNonNull(agenda, "agenda");
    this.steps = requireNonNull(steps, "steps");
  }

  @Override
  public void recover(long now) {
    each(
        slices("s.state = 'RUNNING' and s.leaseUntil <= :now", now, Map.of("now", now)),
        now,
        left -> database.run(manager -> reopen(manager, left, now)));
    // Its message may be gone: one that comes while the lease lasts is dropped.
    each(
        batches(
            "s.status in :open and s.leaseUntil between 1 and :now",
            now,
            Map.of("open", JpaBatches.UNDER_WAY, "now", now)),
        now,
        left -> database.run(manager -> repost(manager, left, now)));
    each(
        batches(
            "s.status in :starting and s.expiresAt <= :now",
            now,
            Map.of("starting", STARTING, "now", now)),
        now,
        over -> database.run(manager -> expire(manager, over.id, now)));
  }

  @Override
  public void repost(long before, long now) {
    each(
        slices(
            "s.state = 'OPEN' and s.postedAt > 0 and s.postedAt <= :before and exists"
                + " (select b from JpaBatch b where b.id = s.batch and b.status = :running)",
            now,
            Map.of("before", before, "running", BatchStatus.IN_PROGRESS)),
        now,
        slice -> database.run(manager -> repost(manager, slice, now)));
    each(
        batches(
            "s.postedAt > 0 and s.postedAt <= :before and s.leaseUntil <= :now"
                + " and s.status in :open",
            now,
            Map.of("before", before, "now", now, "open", JpaBatches.UNDER_WAY)),
        now,
        batch -> database.run(manager -> repost(manager, batch, now)));
  }

  @Override
  public void tidy(long before, long now) {
    each(
        batches(
            // What a batch could not write of its results is kept as long as itself.
            "s.swept = false and s.status not in :open"
                + " and (s.status <> :failed or s.createdAt <= :before)",
            now,
            Map.of("open", JpaBatches.UNDER_WAY, "failed", BatchStatus.FAILED, "before", before)),
        now,
        ended -> {
          for (boolean more = true; more; ) {
            more = steps.clear(ended.id);
          }
        });
    database.run(
        manager -> {
          var unused =
              manager
                  .createQuery(
                      "delete from JpaBatch b where b.swept = true and b.createdAt <= :before")
                  .setParameter("before", before)
                  .executeUpdate();
        });
  }

  @Override
  public int open() {
    return database
        .call(
            manager ->
                manager
                    .createQuery(
                        "select count(b) from JpaBatch b where b.status in :open", Long.class)
                    .setParameter("open", JpaBatches.UNDER_WAY)
                    .getSingleResult())
        .intValue();
  }

  private void reopen(EntityManager manager, JpaSlice left, long now) {
    JpaBatch owner = JpaStepQueue.lock(manager, left.batch);
    JpaSlice row = again(manager, left);
    if (owner != null
        && row != null
        && row.state.equals(JpaSlice.RUNNING)
        && row.leaseUntil <= now) {
      JpaSlices.giveBack(manager, owner, row, agenda.due(now, owner.expires()), now);
    }
  }

  private void repost(EntityManager manager, JpaSlice old, long now) {
    JpaBatch owner = JpaStepQueue.lock(manager, old.batch);
    JpaSlice row = again(manager, old);
    boolean same = row != null && row.state.equals(JpaSlice.OPEN) && row.postings == old.postings;
    if (owner != null && owner.goesOn(now) && same) {
      JpaStepQueue.slice(manager, row, agenda.due(now, owner.expires()));
    }
  }

  private static void repost(EntityManager manager, JpaBatch old, long now) {
    JpaBatch row = JpaStepQueue.lock(manager, old.id);
    if (row == null || row.postings != old.postings || row.leaseUntil > now) {
      return;
    }
    row.leaseUntil = 0;
    if (row.status == BatchStatus.VALIDATING) {
      JpaStepQueue.own(manager, row, Kind.VALIDATE, now);
    } else if (JpaStepQueue.atEnd(manager, row, now)) {
      JpaStepQueue.own(manager, row, Kind.FINISH, now);
    }
  }

  private static void expire(EntityManager manager, String batch, long now) {
    JpaBatch row = JpaStepQueue.lock(manager, batch);
    if (row != null && row.status == BatchStatus.VALIDATING) {
      // Whoever still reads its file comes too late.
      row.fence();
      row.tries = 0;
      row.status = BatchStatus.FINALIZING;
      row.finalizingAt = now;
      row.ending = BatchStatus.EXPIRED;
    }
    if (row != null) {
      JpaStepQueue.settle(manager, row, now);
    }
  }

  private static JpaSlice again(EntityManager manager, JpaSlice slice) {
    return manager.find(JpaSlice.class, new JpaLineKey(slice.batch, slice.number));
  }

  /** Does {@code work} for all of {@code rows}: one that fails is laid aside with its batch. */
  private <T extends Owned> void each(List<T> rows, long now, Consumer<T> work) {
    rows.forEach(row -> aside.one(row.owner(), now, () -> work.accept(row)));
  }

  private List<JpaSlice> slices(String condition, long now, Map<String, Object> values) {
    return found(JpaSlice.class, condition + " and s.batch not in :aside", now, values);
  }

  private List<JpaBatch> batches(String condition, long now, Map<String, Object> values) {
    return found(JpaBatch.class, condition + " and s.id not in :aside", now, values);
  }

  private <T> List<T> found(Class<T> type, String condition, long now, Map<String, Object> values) {
    return database.call(
        manager -> {
          TypedQuery<T> query =
              manager.createQuery(
                  "select s from " + type.getSimpleName() + " s where " + condition, type);
          values.forEach(query::setParameter);
          return query.setParameter("aside", aside.ids(now)).setMaxResults(PORTION).getResultList();
        });
  }
}
