package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.ATTEMPTS_EXHAUSTED;
import static io.tidegate.exchange.ErrorCode.DEADLINE_EXCEEDED;
import static java.util.Objects.requireNonNull;

import io.tidegate.store.JpaDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Upkeep of jobs as tables. Thread-safe.
 *
 * <p>Rows are locked when they are looked for, and locked ones passed by: no transaction that takes
 * several ever waits for another.
 */
final class JpaJobUpkeep implements JobUpkeep {

  private static final String LOCK = " fetch first ?2 rows only for update skip locked";
  private static final String HELD =
      "select id from job where state = 'RUNNING' and runner = ?1" + LOCK;
  private static final String LOST =
      "select id from job where state = 'RUNNING' and lease_until <= ?1" + LOCK;
  private static final String LATE =
      "select id from job where state = 'QUEUED' and deadline_at <= ?1" + LOCK;
  private static final String OLD = "select id from job where expires_at between 1 and ?1" + LOCK;
  private static final String SILENT =
      "select id from job where state = 'QUEUED' and posted_at < ?1 order by priority, created_at"
          + LOCK;

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

  /** Upkeep of the jobs in {@code database}. */
  JpaJobUpkeep(JpaDatabase database) {
    this.database = requireNonNull(database, "database");
  }

  @Override
  public void renew(String runner, Collection<String> ids, long until) {
    database.run(
        manager -> {
          List<String> held = locked(manager, HELD, runner, Integer.MAX_VALUE);
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
    return database.call(
        manager -> {
          List<String> lost = locked(manager, LOST, now, portion);
          int changed =
              change(manager, AGAIN, lost, "now", now, "most", maxFailures)
                  + change(manager, GONE, lost, "now", now)
                  + change(
                      manager,
                      FAIL + " and state = 'RUNNING' and lease_until <= :now",
                      lost,
                      "now",
                      now,
                      "code",
                      ATTEMPTS_EXHAUSTED.code(),
                      "message",
                      "The servers that ran it were lost.");
          JpaNews.tell(manager, lost);
          return changed;
        });
  }

  @Override
  public int expire(long now, int portion) {
    return database.call(
        manager -> {
          List<String> late = locked(manager, LATE, now, portion);
          int changed =
              change(
                  manager,
                  FAIL + " and state = 'QUEUED' and deadline_at <= :now",
                  late,
                  "now",
                  now,
                  "code",
                  DEADLINE_EXCEEDED.code(),
                  "message",
                  "Its turn did not come before its deadline.");
          JpaNews.tell(manager, late);
          return changed;
        });
  }

  @Override
  public int purge(long now, int portion) {
    return database.call(
        manager -> {
          List<String> old = locked(manager, OLD, now, portion);
          var unused = change(manager, "delete from job_request where job_id in (:ids)", old);
          unused = change(manager, "delete from job_result where job_id in (:ids)", old);
          return change(manager, "delete from job where id in (:ids)", old);
        });
  }

  @Override
  public int republish(long before, long now, int portion) {
    return database.call(
        manager -> {
          List<String> silent = locked(manager, SILENT, before, portion);
          int changed = change(manager, REPOST, silent, "now", now);
          JpaNews.tell(manager, silent);
          return changed;
        });
  }

  @Override
  public Counts counts() {
    return database.call(
        manager -> new Counts(count(manager, JobState.QUEUED), count(manager, JobState.RUNNING)));
  }

  private static long count(EntityManager manager, JobState state) {
    return manager
        .createQuery("select count(j) from JpaJob j where j.state = :state", Long.class)
        .setParameter("state", state)
        .getSingleResult();
  }

  @SuppressWarnings("unchecked") // a native query for one column of text gives texts
  private static List<String> locked(
      EntityManager manager, String select, Object condition, int most) {
    Query query = manager.createNativeQuery(select);
    List<String> ids = query.setParameter(1, condition).setParameter(2, most).getResultList();
    return new ArrayList<>(ids);
  }

  private static int change(
      EntityManager manager, String update, List<String> ids, Object... values) {
    if (ids.isEmpty()) {
      return 0;
    }
    Object[] all = Arrays.copyOf(values, values.length + 2);
    all[values.length] = "ids";
    all[values.length + 1] = ids;
    return JpaNews.change(manager, update, all);
  }
}
