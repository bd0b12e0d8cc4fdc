package io.tidegate.webhooks;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.Page;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The events as a table. Thread-safe. */
public final class JpaNotices implements NoticeStore {

  private static final String DUE =
      "select n from JpaNotice n where n.state = :pending and n.dueAt <= :now"
          + " and n.leaseUntil <= :now and n.host not in :hosts and n.tenant not in :tenants"
          + " order by n.dueAt, n.id";

  private static final String CLAIM =
      "update JpaNotice n set n.epoch = n.epoch + 1, n.attempts = n.attempts + 1,"
          + " n.leaseUntil = :until"
          + " where n.id = :id and n.epoch = :epoch and n.state = :pending"
          + " and n.dueAt <= :now and n.leaseUntil <= :now";

  private static final String SETTLE =
      "update JpaNotice n set n.state = :state, n.lastStatus = :status, n.lastProblem = :problem,"
          + " n.dueAt = :due, n.endedAt = :ended, n.leaseUntil = 0"
          + " where n.id = :id and n.epoch = :epoch and n.state = :pending";

  private static final String RETRY =
      "update JpaNotice n set n.state = :pending, n.attempts = 0, n.dueAt = :now, n.endedAt = 0"
          + " where n.id = :id";

  /** Of no receiver and no tenant: a list in SQL must not be empty. */
  private static final String NOBODY = "";

  private final JpaDatabase database;

  JpaNotices(JpaDatabase database) {
    this.database = requireNonNull(database, "database");
  }

  /** Writes {@code notice} in the transaction of {@code manager}, which must hold it once. */
  public static void put(EntityManager manager, Notice notice) {
    manager.persist(new JpaNotice(notice));
  }

  @Override
  public List<DueEvent> due(long now, int most, Full full) {
    return database.call(
        manager ->
            manager
                .createQuery(DUE, JpaNotice.class)
                .setParameter("pending", NoticeState.PENDING)
                .setParameter("now", now)
                .setParameter("hosts", listed(full.hosts()))
                .setParameter("tenants", listed(full.tenants()))
                .setMaxResults(most)
                .getResultStream()
                .map(JpaNotice::delivery)
                .toList());
  }

  @Override
  public List<DueEvent> claim(List<DueEvent> found, long now, long until) {
    // In one order everywhere, or two servers could wait for each other.
    List<DueEvent> ordered = found.stream().sorted(Comparator.comparing(DueEvent::id)).toList();
    return database.call(
        manager ->
            ordered.stream()
                .filter(delivery -> claim(manager, delivery, now, until))
                .map(DueEvent::claimed)
                .toList());
  }

  private static boolean claim(EntityManager manager, DueEvent delivery, long now, long until) {
    Query claim = manager.createQuery(CLAIM).setParameter("now", now).setParameter("until", until);
    return ofEpoch(claim, delivery).executeUpdate() == 1;
  }

  @Override
  public boolean settle(DueEvent delivery, DeliveryRecord settlement) {
    boolean again = settlement.state() == NoticeState.PENDING;
    return database.call(
        manager -> {
          Query settle =
              manager
                  .createQuery(SETTLE)
                  .setParameter("state", settlement.state())
                  .setParameter("status", settlement.status())
                  .setParameter("problem", settlement.problem())
                  .setParameter("due", settlement.at())
                  .setParameter("ended", again ? 0 : settlement.at());
          return ofEpoch(settle, delivery).executeUpdate() == 1;
        });
  }

  @Override
  public long pending() {
    return database.call(
        manager ->
            manager
                .createQuery("select count(n) from JpaNotice n where n.state = :state", Long.class)
                .setParameter("state", NoticeState.PENDING)
                .getSingleResult());
  }

  @Override
  public Page<NoticeView> page(Filter filter) {
    return database.call(manager -> page(manager, filter));
  }

  private static Page<NoticeView> page(EntityManager manager, Filter filter) {
    JpaNotice last = filter.after() == null ? null : manager.find(JpaNotice.class, filter.after());
    if (filter.after() != null && (last == null || !last.isOf(filter.tenant()))) {
      return new Page<>(List.of(), false);
    }
    TypedQuery<JpaNotice> query = manager.createQuery(list(filter), JpaNotice.class);
    if (filter.tenant() != null) {
      query.setParameter("tenant", filter.tenant().value());
    }
    if (filter.state() != null) {
      query.setParameter("state", filter.state());
    }
    if (last != null) {
      query.setParameter("at", last.createdAt()).setParameter("id", filter.after());
    }
    List<NoticeView> found =
        query.setMaxResults(filter.limit() + 1).getResultStream().map(JpaNotice::view).toList();
    return Page.of(found, filter.limit());
  }

  private static String list(Filter filter) {
    return "select n from JpaNotice n where 1 = 1"
        + (filter.tenant() == null ? "" : " and n.tenant = :tenant")
        + (filter.state() == null ? "" : " and n.state = :state")
        + (filter.after() == null
            ? ""
            : " and (n.createdAt < :at or (n.createdAt = :at and n.id < :id))")
        + " order by n.createdAt desc, n.id desc";
  }

  @Override
  public Optional<NoticeView> retry(String id, TenantId tenant, long now) {
    return database.call(
        manager -> {
          Query retry =
              manager
                  .createQuery(RETRY + (tenant == null ? "" : " and n.tenant = :tenant"))
                  .setParameter("pending", NoticeState.PENDING)
                  .setParameter("now", now)
                  .setParameter("id", id);
          return owned(retry, tenant).executeUpdate() == 0
              ? Optional.empty()
              : Optional.of(manager.find(JpaNotice.class, id).view());
        });
  }

  /** What has ended has its end in {@code due_at} too, so that the index of what is due serves. */
  @Override
  public int purge(NoticeState state, TenantId tenant, long before) {
    String purge =
        "delete from JpaNotice n where n.state = :state and n.dueAt < :before"
            + " and n.endedAt < :before"
            + (tenant == null ? "" : " and n.tenant = :tenant");
    return database.call(
        manager ->
            owned(
                    manager
                        .createQuery(purge)
                        .setParameter("state", state)
                        .setParameter("before", before),
                    tenant)
                .executeUpdate());
  }

  private static Query ofEpoch(Query query, DueEvent delivery) {
    return query
        .setParameter("pending", NoticeState.PENDING)
        .setParameter("id", delivery.id())
        .setParameter("epoch", delivery.epoch());
  }

  private static Query owned(Query query, TenantId tenant) {
    return tenant == null ? query : query.setParameter("tenant", tenant.value());
  }

  private static Set<String> listed(Set<String> names) {
    Set<String> listed = new HashSet<>(names);
    listed.add(NOBODY);
    return listed;
  }
}
