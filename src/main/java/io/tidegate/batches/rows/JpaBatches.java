package io.tidegate.batches.rows;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.steps.BatchStore;
import io.tidegate.batches.steps.StepMessage.Kind;
import io.tidegate.exchange.TenantId;
import io.tidegate.files.JpaFileUse;
import io.tidegate.files.JpaFiles;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.Page;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The batches as tables. */
public final class JpaBatches implements BatchStore, JpaFileUse {

  static final List<BatchStatus> UNDER_WAY =
      Stream.of(BatchStatus.values()).filter(status -> !status.isFinal()).toList();

  /** The rows of {@code batch_intake}; tenants may share one. */
  private static final int INTAKES = 8;

  private final JpaDatabase database;

  /** The batches in {@code database}. */
  public JpaBatches(JpaDatabase database) {
    this.database = requireNonNull(database, "database");
  }

  @Override
  public Intake create(Batch batch, long keepOutput, String webhook, int mostOpen) {
    return database.call(
        manager -> {
          lock(manager, batch.tenant());
          if (open(manager, batch.tenant()) >= mostOpen) {
            return Intake.FULL;
          }
          if (!JpaFiles.hold(manager, batch.tenant(), batch.files().input())) {
            return Intake.NO_FILE;
          }
          JpaBatch row = new JpaBatch(batch, keepOutput, webhook);
          manager.persist(row);
          JpaStepQueue.own(manager, row, Kind.VALIDATE, batch.times().created());
          return Intake.TAKEN;
        });
  }

  @Override
  public Optional<Batch> find(TenantId tenant, String id) {
    return database.call(
        manager ->
            Optional.ofNullable(manager.find(JpaBatch.class, id))
                .filter(row -> row.tenant.equals(tenant.value()))
                .map(JpaBatch::batch));
  }

  @Override
  public Page<Batch> list(TenantId tenant, String after, int limit) {
    return database.call(
        manager -> {
          Optional<JpaBatch> last =
              Optional.ofNullable(after)
                  .map(id -> manager.find(JpaBatch.class, id))
                  .filter(row -> row.tenant.equals(tenant.value()));
          return after != null && last.isEmpty()
              ? new Page<>(List.of(), false)
              : page(manager, tenant, last, limit);
        });
  }

  private static Page<Batch> page(
      EntityManager manager, TenantId tenant, Optional<JpaBatch> last, int limit) {
    TypedQuery<JpaBatch> query =
        manager.createQuery(
            "select b from JpaBatch b where b.tenant = :tenant"
                + (last.isPresent()
                    ? " and (b.createdAt < :at or b.createdAt = :at and b.id < :id)"
                    : "")
                + " order by b.createdAt desc, b.id desc",
            JpaBatch.class);
    last.map(JpaBatch::batch)
        .ifPresent(
            batch -> {
              var unused =
                  query.setParameter("at", batch.times().created()).setParameter("id", batch.id());
            });
    List<Batch> found =
        query
            .setParameter("tenant", tenant.value())
            .setMaxResults(limit + 1)
            .getResultList()
            .stream()
            .map(JpaBatch::batch)
            .toList();
    return Page.of(found, limit);
  }

  @Override
  public Optional<Batch> cancel(TenantId tenant, String id, long now) {
    return database.call(
        manager ->
            Optional.ofNullable(JpaStepQueue.lock(manager, id))
                .filter(row -> row.tenant.equals(tenant.value()))
                .map(row -> cancelled(manager, row, now)));
  }

  @Override
  public boolean inUse(EntityManager manager, String file) {
    return manager
            .createQuery(
                "select count(b) from JpaBatch b where b.inputFile = :file and b.status in :open",
                Long.class)
            .setParameter("file", file)
            .setParameter("open", UNDER_WAY)
            .getSingleResult()
        > 0;
  }

  private static Batch cancelled(EntityManager manager, JpaBatch row, long now) {
    if (row.status == BatchStatus.VALIDATING || row.status == BatchStatus.IN_PROGRESS) {
      row.status = BatchStatus.CANCELLING;
      row.cancellingAt = now;
      row.fence();
      row.tries = 0;
      JpaStepQueue.settle(manager, row, now);
    }
    return row.batch();
  }

  /** Others that take a batch of {@code tenant} in wait until this transaction has ended. */
  private static void lock(EntityManager manager, TenantId tenant) {
    var unused =
        manager
            .createNativeQuery("select id from batch_intake where id = ?1 for update")
            .setParameter(1, Math.floorMod(tenant.value().hashCode(), INTAKES))
            .getSingleResult();
  }

  private static long open(EntityManager manager, TenantId tenant) {
    return manager
        .createQuery(
            "select count(b) from JpaBatch b where b.tenant = :tenant and b.status in :open",
            Long.class)
        .setParameter("tenant", tenant.value())
        .setParameter("open", UNDER_WAY)
        .getSingleResult();
  }
}
