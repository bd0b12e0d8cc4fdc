package io.tidegate.batches.rows;

import static io.tidegate.store.JpaStatements.listed;
import static java.util.Objects.requireNonNull;

import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.state.Claim;
import io.tidegate.batches.state.LeaseStatus;
import io.tidegate.batches.steps.SliceStore;
import io.tidegate.batches.steps.SliceTiming;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.Lease;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The work of slices as tables. */
public final class JpaSlices implements SliceStore {

  private static final String WAITING =
      "select s from JpaSlice s, JpaBatch b where s.state = 'OPEN' and s.postedAt between 1 and"
          + " :now and b.id = s.batch and b.status = :running and b.expiresAt > :now and b.tenant"
          + " not in :tenants and b.model not in :models order by s.postedAt, s.batch, s.number";

  private final JpaDatabase database;
  private final SliceTiming agenda;

  /** The slices in {@code database}, which run when {@code agenda} says. */
  public JpaSlices(JpaDatabase database, SliceTiming agenda) {
    this.database = requireNonNull(database, "database");
    this.agenda = requireNonNull(agenda, "agenda");
  }

  @Override
  public Optional<Ref> waiting(long now, Full full) {
    return database.call(
        manager ->
            manager
                .createQuery(WAITING, JpaSlice.class)
                .setParameter("now", now)
                .setParameter("running", BatchStatus.IN_PROGRESS)
                .setParameter("tenants", listed(full.tenants()))
                .setParameter("models", listed(full.models()))
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(slice -> new Ref(slice.batch, slice.number)));
  }

  @Override
  public Optional<Work> begin(String batch, int slice, Lease lease) {
    return database.call(
        manager -> {
          JpaBatch owner = JpaStepQueue.lock(manager, batch);
          if (owner == null || !owner.goesOn(lease.now())) {
            return Optional.empty();
          }
          JpaSlice row = manager.find(JpaSlice.class, new JpaLineKey(batch, slice));
          if (row == null || !row.state.equals(JpaSlice.OPEN)) {
            return Optional.empty();
          }
          long due = agenda.due(lease.now(), owner.expires());
          if (due > lease.now()) {
            JpaStepQueue.slice(manager, row, due);
            return Optional.empty();
          }
          Claim claim = row.claimed(lease);
          return Optional.of(new Work(claim, owner.batch(), row.span(), done(manager, row)));
        });
  }

  @Override
  public LeaseStatus save(Claim claim, List<BatchResult> results, Lease lease) {
    return database.call(
        manager -> {
          JpaBatch owner = JpaStepQueue.lock(manager, claim.batch());
          JpaSlice row = held(manager, owner, claim);
          if (row == null) {
            return LeaseStatus.LOST;
          }
          for (BatchResult result : results) {
            manager.persist(new JpaBatchResult(claim.batch(), result));
            owner.add(result);
          }
          row.leaseUntil = lease.until();
          return owner.goesOn(lease.now()) ? LeaseStatus.GOING : LeaseStatus.ENDING;
        });
  }

  @Override
  public void end(Claim claim, long now) {
    database.run(
        manager -> {
          JpaBatch owner = JpaStepQueue.lock(manager, claim.batch());
          JpaSlice row = held(manager, owner, claim);
          if (row != null) {
            row.state = JpaSlice.DONE;
            if (owner.goesOn(now)) {
              JpaStepQueue.next(manager, owner, agenda.due(now, owner.expires()));
            }
            JpaStepQueue.settle(manager, owner, now);
          }
        });
  }

  @Override
  public void release(Claim claim, long due, long now) {
    database.run(
        manager -> {
          JpaBatch owner = JpaStepQueue.lock(manager, claim.batch());
          JpaSlice row = held(manager, owner, claim);
          if (row != null) {
            giveBack(manager, owner, row, Math.max(due, agenda.due(now, owner.expires())), now);
          }
        });
  }

  /** Puts {@code row} back to where it waits; only its batch's end is posted if that is next. */
  static void giveBack(EntityManager manager, JpaBatch owner, JpaSlice row, long due, long now) {
    if (owner.goesOn(now)) {
      JpaStepQueue.slice(manager, row, due);
    } else {
      row.state = JpaSlice.OPEN;
      JpaStepQueue.settle(manager, owner, now);
    }
  }

  private static JpaSlice held(EntityManager manager, JpaBatch owner, Claim claim) {
    JpaSlice row =
        owner == null
            ? null
            : manager.find(JpaSlice.class, new JpaLineKey(claim.batch(), claim.slice()));
    return row != null && row.heldBy(claim) ? row : null;
  }

  private static Set<Integer> done(EntityManager manager, JpaSlice row) {
    return new HashSet<>(
        manager
            .createQuery(
                "select r.number from JpaBatchResult r where r.batch = :batch"
                    + " and r.number between :first and :last",
                Integer.class)
            .setParameter("batch", row.batch)
            .setParameter("first", row.span().firstLine())
            .setParameter("last", row.span().lastLine())
            .getResultList());
  }
}
