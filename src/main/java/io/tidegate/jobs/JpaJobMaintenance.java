package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.ATTEMPTS_EXHAUSTED;
import static io.tidegate.exchange.ErrorCode.DEADLINE_EXCEEDED;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import io.tidegate.store.Aside;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.JpaStatements;
import io.tidegate.webhooks.LostWebhookEvents;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Upkeep of jobs as tables. Thread-safe.
 *
 * <p>What is due is looked for first, and then changed in a transaction that locks it and looks
 * again; rows that are locked are passed by, so that no transaction that takes several ever waits
 * for another. Rows that cannot be changed are laid aside.
 */
final class JpaJobMaintenance implements JobMaintenanceStore {

  private static final String HELD =
      "select id from job where state = 'RUNNING' and runner = :runner" + " for update skip locked";
  private static final String LOST = "state = 'RUNNING' and lease_until <= :due";
  private static final String LATE = "state = 'QUEUED' and deadline_at <= :due";
  private static final String OLD = "expires_at between 1 and :due";
  private static final String SILENT = "state = 'QUEUED' and posted_at < :due";

  /** A chore and the rows that it could not be done for. */
  private record Chore(String condition, String order, Aside aside) {}

  private final Chore lost = new Chore(LOST, "", new Aside("taking a job back"));
  private final Chore late = new Chore(LATE, "", new Aside("failing a late job"));
  private final Chore old = new Chore(OLD, "", new Aside("forgetting a job"));
  private final Chore silent =
      new Chore(SILENT, " order by priority, created_at", new Aside("repeating a job's message"));

  private static final String RENEW =
      "update job set lease_until = :until where id in (:ids) and state = 'RUNNING'";
  private static final String AGAIN =
      "update job set state = 'QUEUED', version = version + 1, posted_at = :now,"
          + " failures = failures + 1 where id in (:ids) and state = 'RUNNING'"
          + " and lease_until <= :now and cancel_requested = false and failures + 1 < :most";
  private static final String GONE =
      "update job set state = 'CANCELLED', finished_at = :now,"
          + " expires_at = :now + retention where id in (:ids) and state = 'RUNNING'"
          + " and lease_until <= :now and cancel_requested = true";
  private static final String FAIL =
      "update job set state = 'FAILED', finished_at = :now,"
          + " expires_at = :now + retention, error_code = :code, error_message = :message"
          + " where id in (:ids)";
  private static final String REPOST =
      "update job set version = version + 1, posted_at = :now"
          + " where id in (:ids) and state = 'QUEUED'";

  private final JpaDatabase database;
  private final LostWebhookEvents lostEvents;

  /** Upkeep of the jobs in {@code database}. */
  JpaJobMaintenance(JpaDatabase database, LostWebhookEvents lostEvents) {
    this.lostEvents = lostEvents;
    this.database = requireNonNull(database, "database");
  }

  @Override
  public void renew(String runner, Collection<String> ids, long until) {
    database.run(
        manager -> {
          List<String> held = ids(manager, HELD, "runner", runner);
          held.retainAll(ids);
          var unused = change(manager, RENEW, held, "until", until);
        });
  }

  @Override
  public List<String> unwanted(String runner) {
    return database.call(
        manager ->
            manager
                .createQuery(
                    "select j.id from JpaJob j where j.state = :running and j.runner = :runner"
                        + " and j.cancelRequested = :unwanted",
                    String.class)
                .setParameter("runner", runner)
                .setParameter("running", JobState.RUNNING)
                .setParameter("unwanted", true)
                .getResultList());
  }

  @Override
  public int sweep(long now, int maxFailures, int portion) {
    return telling(
        lost,
        now,
        new Portion(now, portion),
        (manager, ids) ->
            change(manager, AGAIN, ids, "now", now, "most", maxFailures)
                + change(manager, GONE, ids, "now", now)
                + change(
                    manager,
                    FAIL + " and " + LOST,
                    ids,
                    "now",
                    now,
                    "due",
                    now,
                    "code",
                    ATTEMPTS_EXHAUSTED.code(),
                    "message",
                    "The servers that ran it were lost."));
  }

  @Override
  public int expire(long now, int portion) {
    return telling(
        late,
        now,
        new Portion(now, portion),
        (manager, ids) ->
            change(
                manager,
                FAIL,
                ids,
                "now",
                now,
                "code",
                DEADLINE_EXCEEDED.code(),
                "message",
                "Its turn did not come before its deadline."));
  }

  @Override
  public int purge(long now, int portion) {
    return inPortion(
        old,
        now,
        new Portion(now, portion),
        ids ->
            database.call(
                manager -> {
                  List<String> held = locked(manager, old, now, ids);
                  var unused =
                      change(manager, "delete from job_request where job_id in (:ids)", held);
                  unused = change(manager, "delete from job_result where job_id in (:ids)", held);
                  return change(manager, "delete from job where id in (:ids)", held);
                }));
  }

  @Override
  public int republish(long before, long now, int portion) {
    return telling(
        silent,
        now,
        new Portion(before, portion),
        (manager, ids) -> change(manager, REPOST, ids, "now", now));
  }

  /** What is looked for: what was due at a time, and how many at most. */
  private record Portion(long due, int most) {}

  /** Does something to rows that are locked, and says how many it changed. */
  private interface Change {
    int in(EntityManager manager, List<String> ids);
  }

  private int telling(Chore chore, long now, Portion portion, Change change) {
    return inPortion(
        chore,
        now,
        portion,
        ids ->
            JpaJobEvents.telling(
                database,
                lostEvents,
                ids.size(),
                (manager, noticed) -> {
                  List<String> held = locked(manager, chore, portion.due(), ids);
                  int changed = change.in(manager, held);
                  JpaJobEvents.tell(manager, held, noticed);
                  return changed;
                }));
  }

  private int inPortion(
      Chore chore, long now, Portion portion, ToIntFunction<List<String>> transaction) {
    List<String> found = database.call(manager -> found(manager, chore, now, portion));
    return chore.aside().each(found, now, transaction);
  }

  private static List<String> found(EntityManager manager, Chore chore, long now, Portion portion) {
    String select =
        "select id from job where "
            + chore.condition()
            + " and id not in (:aside)"
            + chore.order()
            + " fetch first :most rows only";
    return ids(
        manager,
        select,
        "due",
        portion.due(),
        "aside",
        chore.aside().ids(now),
        "most",
        portion.most());
  }

  private static List<String> locked(
      EntityManager manager, Chore chore, long due, List<String> found) {
    String select =
        "select id from job where "
            + chore.condition()
            + " and id in (:ids) for update skip locked";
    return ids(manager, select, "due", due, "ids", found);
  }

  @Override
  public Counts counts() {
    return database.call(manager -> new Counts(queued(manager), running(manager)));
  }

  private static Map<TenantId, Long> queued(EntityManager manager) {
    return manager
        .createQuery(
            "select j.tenant, count(j) from JpaJob j where j.state = :state group by j.tenant",
            Object[].class)
        .setParameter("state", JobState.QUEUED)
        .getResultStream()
        .collect(Collectors.toMap(row -> new TenantId((String) row[0]), row -> (Long) row[1]));
  }

  @Override
  public Map<TenantId, Long> stored() {
    return database.call(
        manager ->
            manager
                .createQuery(
                    "select j.tenant, sum(j.storedBytes) from JpaJob j group by j.tenant",
                    Object[].class)
                .getResultStream()
                .collect(
                    Collectors.toMap(
                        row -> new TenantId((String) row[0]),
                        row -> ((Number) row[1]).longValue())));
  }

  private static long running(EntityManager manager) {
    return manager
        .createQuery("select count(j) from JpaJob j where j.state = :state", Long.class)
        .setParameter("state", JobState.RUNNING)
        .getSingleResult();
  }

  @SuppressWarnings("unchecked") // a native query for one column of text gives texts
  private static List<String> ids(EntityManager manager, String select, Object... values) {
    return new ArrayList<>(JpaStatements.query(manager, select, values).getResultList());
  }

  private static int change(
      EntityManager manager, String update, List<String> ids, Object... values) {
    if (ids.isEmpty()) {
      return 0;
    }
    Object[] all = Arrays.copyOf(values, values.length + 2);
    all[values.length] = "ids";
    all[values.length + 1] = ids;
    return JpaStatements.change(manager, update, all);
  }
}
