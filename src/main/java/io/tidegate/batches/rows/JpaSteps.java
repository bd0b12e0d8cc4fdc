package io.tidegate.batches.rows;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.lines.Validation;
import io.tidegate.batches.state.Batch.FileIds;
import io.tidegate.batches.state.Batch.LineError;
import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.state.Claim;
import io.tidegate.batches.steps.SliceTiming;
import io.tidegate.batches.steps.StepMessage.BatchStep;
import io.tidegate.batches.steps.StepStore;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.JpaStatements;
import io.tidegate.store.Lease;
import io.tidegate.store.StorableText;
import io.tidegate.store.StoreException;
import io.tidegate.webhooks.JpaWebhookEvents;
import io.tidegate.webhooks.LostWebhookEvents;
import io.tidegate.webhooks.WebhookEvent;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The steps of batches themselves as tables. */
public final class JpaSteps implements StepStore {

  /** How many rows are removed in one transaction. */
  private static final int PORTION = 1000;

  /** One whose lease has run out waits for whoever looks after batches, who posts it again. */
  private static final String WAITING =
      "select b from JpaBatch b where b.status in :open and b.postedAt between 1 and :now"
          + " and b.leaseUntil = 0 and (b.status <> :validating or b.expiresAt > :now)"
          + " and b.tenant not in :full and b.tenant > :after"
          + " order by b.tenant, b.postedAt, b.id";

  /** Before the name of each tenant. */
  private static final String FIRST = "";

  private final JpaDatabase database;
  private final LostWebhookEvents lost;
  private final SliceTiming agenda;

  /** The steps in {@code database}; {@code agenda} says when slices run. */
  public JpaSteps(JpaDatabase database, SliceTiming agenda, LostWebhookEvents lost) {
    this.lost = lost;
    this.database = requireNonNull(database, "database");
    this.agenda = requireNonNull(agenda, "agenda");
  }

  @Override
  public Optional<Due> waiting(long now, Set<String> full, String after) {
    return database.call(
        manager -> waiting(manager, now, full, after).or(() -> waiting(manager, now, full, FIRST)));
  }

  private static Optional<Due> waiting(
      EntityManager manager, long now, Set<String> full, String after) {
    return manager
        .createQuery(WAITING, JpaBatch.class)
        .setParameter("open", JpaBatches.UNDER_WAY)
        .setParameter("now", now)
        .setParameter("validating", BatchStatus.VALIDATING)
        .setParameter("full", JpaStatements.listed(full))
        .setParameter("after", after)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(row -> new Due(row.tenant, new BatchStep(JpaStepQueue.kind(row), row.id, 0)));
  }

  @Override
  public Optional<Work> beginValidation(String batch, Lease lease) {
    return database.call(
        manager ->
            free(manager, batch, lease)
                .filter(row -> row.status == BatchStatus.VALIDATING && !row.expired(lease.now()))
                .map(row -> work(row, lease, row.runner() != null)));
  }

  @Override
  public Optional<Work> beginEnd(String batch, Lease lease) {
    return database.call(
        manager ->
            free(manager, batch, lease)
                .filter(row -> JpaStepQueue.atEnd(manager, row, lease.now()))
                .map(
                    row -> {
                      boolean again = row.ending != null;
                      ending(row, lease.now());
                      return work(row, lease, again);
                    }));
  }

  @Override
  public boolean renew(Claim claim, Lease lease) {
    return held(claim, (manager, row) -> row.leaseUntil = lease.until());
  }

  @Override
  public boolean failed(Claim claim, long due) {
    return held(
        claim,
        (manager, row) -> {
          row.tries++;
          row.leaseUntil = 0;
          JpaStepQueue.own(manager, row, JpaStepQueue.kind(row), due);
        });
  }

  @Override
  public boolean planned(Claim claim, Validation.Plan plan, long now) {
    return database.call(
        manager -> {
          JpaBatch row = JpaStepQueue.lock(manager, claim.batch());
          if (row == null || !row.heldBy(claim)) {
            return false;
          }
          row.total = plan.total();
          row.model = plan.model();
          row.status = BatchStatus.IN_PROGRESS;
          row.inProgressAt = now;
          row.rest();
          row.tries = 0;
          long due = agenda.due(now, row.expires());
          for (int i = 0; i < plan.slices().size(); i++) {
            JpaSlice slice = new JpaSlice(row.id, i, plan.slices().get(i));
            manager.persist(slice);
            if (i < agenda.slices()) {
              JpaStepQueue.slice(manager, slice, due);
            }
          }
          return true;
        });
  }

  @Override
  public boolean invalid(Claim claim, List<LineError> errors, long now) {
    return ends(
        claim,
        now,
        row -> {
          row.errors = StorableText.of(JpaJsonColumn.text(errors), Integer.MAX_VALUE);
          row.ending = BatchStatus.FAILED;
          row.swept = true;
          row.end(row.ending, now);
        });
  }

  @Override
  public boolean ended(Claim claim, String output, String error, long now) {
    return ends(
        claim,
        now,
        row -> {
          row.outputFile = output;
          row.errorFile = error;
          row.end(row.ending, now);
        });
  }

  /** How it would have ended stays known, so that an administrator can have it ended after all. */
  @Override
  public boolean broken(Claim claim, LineError error, FileIds files, long now) {
    return ends(
        claim,
        now,
        row -> {
          row.errors = JpaJsonColumn.text(List.of(error));
          row.outputFile = files.output();
          row.errorFile = files.error();
          row.end(BatchStatus.FAILED, now);
        });
  }

  @Override
  public Set<Integer> lines(String batch) {
    return database.call(
        manager ->
            new HashSet<>(
                manager
                    .createQuery(
                        "select r.number from JpaBatchResult r where r.batch = :batch",
                        Integer.class)
                    .setParameter("batch", batch)
                    .getResultList()));
  }

  @Override
  public List<BatchResult> results(String batch, boolean ok, int after) {
    return database.call(manager -> new JpaResultPage(manager, batch, ok).after(after));
  }

  @Override
  public boolean clear(String batch) {
    return database.call(
        manager -> {
          JpaBatch row = JpaStepQueue.lock(manager, batch);
          if (row == null || row.swept || !row.status.isFinal()) {
            return false;
          }
          row.swept =
              portion(manager, "JpaBatchResult", batch) + portion(manager, "JpaSlice", batch) == 0;
          return !row.swept;
        });
  }

  /** Removes rows up to the number of the last of a portion; how many there were. */
  private static int portion(EntityManager manager, String table, String batch) {
    List<Integer> numbers =
        manager
            .createQuery(
                "select r.number from " + table + " r where r.batch = :batch order by r.number",
                Integer.class)
            .setParameter("batch", batch)
            .setMaxResults(PORTION)
            .getResultList();
    return numbers.isEmpty()
        ? 0
        : manager
            .createQuery("delete from " + table + " r where r.batch = :batch and r.number <= :last")
            .setParameter("batch", batch)
            .setParameter("last", numbers.get(numbers.size() - 1))
            .executeUpdate();
  }

  private static Optional<JpaBatch> free(EntityManager manager, String batch, Lease lease) {
    return Optional.ofNullable(JpaStepQueue.lock(manager, batch))
        .filter(row -> row.leaseUntil <= lease.now());
  }

  private static Work work(JpaBatch row, Lease lease, boolean again) {
    return new Work(row.claimed(lease), row.batch(), row.ending, row.keepOutput, again, row.tries);
  }

  private static void ending(JpaBatch row, long now) {
    if (row.ending == null) {
      row.ending = row.complete() ? BatchStatus.COMPLETED : BatchStatus.EXPIRED;
    }
    if (row.status == BatchStatus.CANCELLING) {
      row.ending = BatchStatus.CANCELLED;
    } else if (row.status == BatchStatus.IN_PROGRESS) {
      row.status = BatchStatus.FINALIZING;
      row.finalizingAt = now;
    }
  }

  /** An event that cannot be written must not keep a batch from ending. */
  private boolean ends(Claim claim, long now, Consumer<JpaBatch> change) {
    try {
      return database.call(manager -> ends(manager, claim, now, change, true));
    } catch (StoreException refused) {
      if (!refused.ofRows()) {
        throw refused;
      }
      boolean held = database.call(manager -> ends(manager, claim, now, change, false));
      lost.add(claim.batch(), refused.reason());
      return held;
    }
  }

  private static boolean ends(
      EntityManager manager, Claim claim, long now, Consumer<JpaBatch> change, boolean noticed) {
    JpaBatch row = JpaStepQueue.lock(manager, claim.batch());
    if (row == null || !row.heldBy(claim)) {
      return false;
    }
    change.accept(row);
    if (row.webhook != null && noticed) {
      String type = "batch." + row.status.label();
      JpaWebhookEvents.put(
          manager, new WebhookEvent(type, new TenantId(row.tenant), row.id, row.webhook, now));
    }
    return true;
  }

  private boolean held(Claim claim, BiConsumer<EntityManager, JpaBatch> change) {
    return database.call(
        manager -> {
          JpaBatch row = JpaStepQueue.lock(manager, claim.batch());
          boolean held = row != null && row.heldBy(claim);
          if (held) {
            change.accept(manager, row);
          }
          return held;
        });
  }
}
