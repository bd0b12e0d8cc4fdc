package io.tidegate.webhooks;

import static io.tidegate.store.JpaStatements.listed;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.Page;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The events as a table. Thread-safe. */
public final class JpaWebhookEvents implements WebhookEventStore {

  private static final String DUE =
      "select e from JpaWebhookEvent e where e.state = :pending and e.dueAt <= :now"
          + " and e.leaseUntil <= :now and e.host not in :hosts and e.tenant not in :tenants"
          + " and concat(e.tenant, ' ', e.host) not in :routes order by e.dueAt, e.id";

  private static final String CLAIM =
      "update JpaWebhookEvent e set e.epoch = e.epoch + 1, e.attempts = e.attempts + 1,"
          + " e.leaseUntil = :until"
          + " where e.id = :id and e.epoch = :epoch and e.state = :pending"
          + " and e.dueAt <= :now and e.leaseUntil <= :now";

  private static final String SETTLE =
      "update JpaWebhookEvent e set e.state = :state, e.lastStatus = :status,"
          + " e.lastProblem = :problem, e.dueAt = :due, e.endedAt = :ended, e.leaseUntil = 0"
          + " where e.id = :id and e.epoch = :epoch and e.state = :pending";

  private static final String UNCOUNT =
      "update JpaWebhookEvent e set e.attempts = e.attempts - 1 where e.attempts > 0"
          + " and e.id = :id and e.epoch = :epoch and e.state = :pending";

  private static final String RETRY =
      "update JpaWebhookEvent e set e.state = :pending, e.attempts = 0, e.dueAt = :now,"
          + " e.endedAt = 0 where e.id = :id";

  private final JpaDatabase database;

  JpaWebhookEvents(JpaDatabase database) {
    this.database = requireNonNull(database, "database");
  }

  /** Writes {@code event} in the transaction of {@code manager}, which must hold it once. */
  public static void put(EntityManager manager, WebhookEvent event) {
    manager.persist(new JpaWebhookEvent(event));
  }

  @Override
  public List<DueEvent> due(long now, int most, Full full) {
    return database.call(
        manager ->
            manager
                .createQuery(DUE, JpaWebhookEvent.class)
                .setParameter("pending", WebhookEventState.PENDING)
                .setParameter("now", now)
                .setParameter("hosts", listed(full.hosts()))
                .setParameter("tenants", listed(full.tenants()))
                .setParameter("routes", listed(routes(full)))
                .setMaxResults(most)
                .getResultStream()
                .map(JpaWebhookEvent::delivery)
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
    boolean again = settlement.state() == WebhookEventState.PENDING;
    return database.call(
        manager -> {
          if (!settlement.counts()) {
            var unused = ofEpoch(manager.createQuery(UNCOUNT), delivery).executeUpdate();
          }
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
                .createQuery(
                    "select count(e) from JpaWebhookEvent e where e.state = :state", Long.class)
                .setParameter("state", WebhookEventState.PENDING)
                .getSingleResult());
  }

  @Override
  public Page<WebhookEventView> page(Filter filter) {
    return database.call(manager -> page(manager, filter));
  }

  private static Page<WebhookEventView> page(EntityManager manager, Filter filter) {
    JpaWebhookEvent last =
        filter.after() == null ? null : manager.find(JpaWebhookEvent.class, filter.after());
    if (filter.after() != null && (last == null || !last.isOf(filter.tenant()))) {
      return new Page<>(List.of(), false);
    }
    TypedQuery<JpaWebhookEvent> query = manager.createQuery(list(filter), JpaWebhookEvent.class);
    if (filter.tenant() != null) {
      query.setParameter("tenant", filter.tenant().value());
    }
    if (filter.state() != null) {
      query.setParameter("state", filter.state());
    }
    if (last != null) {
      query.setParameter("at", last.createdAt()).setParameter("id", filter.after());
    }
    List<WebhookEventView> found =
        query
            .setMaxResults(filter.limit() + 1)
            .getResultStream()
            .map(JpaWebhookEvent::view)
            .toList();
    return Page.of(found, filter.limit());
  }

  private static String list(Filter filter) {
    return "select e from JpaWebhookEvent e where 1 = 1"
        + (filter.tenant() == null ? "" : " and e.tenant = :tenant")
        + (filter.state() == null ? "" : " and e.state = :state")
        + (filter.after() == null
            ? ""
            : " and (e.createdAt < :at or (e.createdAt = :at and e.id < :id))")
        + " order by e.createdAt desc, e.id desc";
  }

  @Override
  public Optional<WebhookEventView> find(String id, TenantId tenant) {
    return database.call(
        manager ->
            Optional.ofNullable(manager.find(JpaWebhookEvent.class, id))
                .filter(event -> event.isOf(tenant))
                .map(JpaWebhookEvent::view));
  }

  @Override
  public Optional<WebhookEventView> retry(String id, TenantId tenant, long now) {
    return database.call(
        manager -> {
          Query retry =
              manager
                  .createQuery(RETRY + (tenant == null ? "" : " and e.tenant = :tenant"))
                  .setParameter("pending", WebhookEventState.PENDING)
                  .setParameter("now", now)
                  .setParameter("id", id);
          return owned(retry, tenant).executeUpdate() == 0
              ? Optional.empty()
              : Optional.of(manager.find(JpaWebhookEvent.class, id).view());
        });
  }

  /** What has ended has its end in {@code due_at} too, so that the index of what is due serves. */
  @Override
  public int purge(WebhookEventState state, TenantId tenant, long before) {
    String purge =
        "delete from JpaWebhookEvent e where e.state = :state and e.dueAt < :before"
            + " and e.endedAt < :before"
            + (tenant == null ? "" : " and e.tenant = :tenant");
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
        .setParameter("pending", WebhookEventState.PENDING)
        .setParameter("id", delivery.id())
        .setParameter("epoch", delivery.epoch());
  }

  private static Query owned(Query query, TenantId tenant) {
    return tenant == null ? query : query.setParameter("tenant", tenant.value());
  }

  /** In one word, which JPQL can list: neither part has a space. */
  private static Set<String> routes(Full full) {
    return full.routes().stream()
        .map(route -> route.tenant() + " " + route.host())
        .collect(Collectors.toSet());
  }
}
