package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Priority;
import io.tidegate.store.JpaStatements;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the job whose turn it is, in one transaction: it steps through the tenants that have one
 * queued by an index, however many jobs each has.
 */
final class JpaTurns {

  private static final String TENANT =
      "select tenant from job where state = 'QUEUED' and priority = :priority"
          + " and tenant > :after and tenant not in (:full)"
          + " order by tenant fetch first 1 rows only";
  private static final String DUE =
      "select id from job where state = 'QUEUED' and priority = :priority and tenant = :tenant"
          + " and posted_at <= :now and deadline_at > :now"
          + " order by posted_at, id fetch first 1 rows only for update skip locked";
  private static final String WAITS =
      "select id from job where state = 'QUEUED' and posted_at <= :now and deadline_at > :now"
          + " fetch first 1 rows only";

  private static final String AHEAD =
      "select count(*) from (select 1 as one from job where state = 'QUEUED' and (priority < ?1"
          + " or (priority = ?1 and (created_at < ?2 or (created_at = ?2 and id < ?3))))"
          + " fetch first "
          + QueuePosition.FARTHEST
          + " rows only) ahead";

  /** Before the name of each tenant. */
  private static final String FIRST = "";

  private final EntityManager manager;
  private final long now;
  private final List<String> full;

  /** Turns of {@code now}, of tenants that are not {@code full}. */
  JpaTurns(EntityManager manager, long now, Set<String> full) {
    this.manager = requireNonNull(manager, "manager");
    this.now = now;
    this.full = JpaStatements.listed(full);
  }

  /** Whether any job is queued and due. */
  static boolean waits(EntityManager manager, long now) {
    return first(manager, WAITS, "now", now).isPresent();
  }

  /** How many jobs are queued before {@code job}, counted no further than anybody wants to know. */
  static long ahead(EntityManager manager, Job job) {
    Number ahead =
        (Number)
            manager
                .createNativeQuery(AHEAD)
                .setParameter(1, JpaJob.rank(job.priority()))
                .setParameter(2, job.times().created())
                .setParameter(3, job.id())
                .getSingleResult();
    return ahead.longValue();
  }

  /** The job to be claimed, locked, if there is one; {@code after} is who had the last turn. */
  Optional<String> next(String after) {
    for (Priority priority : Priority.values()) {
      Optional<String> found = next(JpaJob.rank(priority), after);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<String> next(int priority, String after) {
    Set<String> seen = new HashSet<>();
    Optional<String> tenant = tenant(priority, after);
    while (tenant.isPresent() && seen.add(tenant.get())) {
      Optional<String> found =
          first(manager, DUE, "priority", priority, "tenant", tenant.get(), "now", now);
      if (found.isPresent()) {
        return found;
      }
      tenant = tenant(priority, tenant.get());
    }
    return Optional.empty();
  }

  private Optional<String> tenant(int priority, String after) {
    return behind(priority, after).or(() -> behind(priority, FIRST));
  }

  private Optional<String> behind(int priority, String after) {
    return first(manager, TENANT, "priority", priority, "after", after, "full", full);
  }

  private static Optional<String> first(EntityManager manager, String select, Object... values) {
    List<?> found = JpaStatements.query(manager, select, values).getResultList();
    return found.stream().findFirst().map(String.class::cast);
  }
}
