package io.tidegate.jobs;

import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.store.Posting;
import io.tidegate.webhooks.WebhookEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.TypedQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A job's row, without its bodies. Changed by conditional updates only, never by its fields. */
@Entity
@Table(name = "job")
class JpaJob {

  private static final int WANTED = 1;
  private static final int NO_CACHE = 2;
  private static final int NO_STORE = 4;

  @Id private String id;
  private String tenant;

  @Enumerated(EnumType.STRING)
  private Operation operation;

  private String model;
  private boolean stream;
  private int priority;
  private boolean pinned;
  private int caching;

  @Enumerated(EnumType.STRING)
  private JobState state;

  private int attempts;
  private int failures;
  private long version;
  private long epoch;

  @Column(name = "cancel_requested")
  private boolean cancelRequested;

  @Column(name = "failure_told")
  private boolean failureTold;

  @SuppressWarnings("UnusedVariable") // read by queries
  private String runner;

  @Column(name = "lease_until")
  private long leaseUntil;

  @Column(name = "posted_at")
  private long postedAt;

  @Column(name = "created_at")
  private long createdAt;

  @Column(name = "started_at")
  private long startedAt;

  @Column(name = "finished_at")
  private long finishedAt;

  @Column(name = "deadline_at")
  private long deadlineAt;

  @SuppressWarnings("UnusedVariable") // read by queries
  private long span;

  @SuppressWarnings("UnusedVariable") // read by queries
  private long retention;

  @Column(name = "expires_at")
  private long expiresAt;

  @SuppressWarnings("UnusedVariable") // read by queries
  @Column(name = "stored_bytes")
  private long storedBytes;

  @Column(name = "error_code")
  private String errorCode;

  @Column(name = "error_message")
  private String errorMessage;

  @Column(name = "idempotency_key")
  private String idempotencyKey;

  private String fingerprint;
  private String webhook;

  /** For JPA. */
  JpaJob() {}

  JpaJob(JobStore.Draft draft) {
    Job job = draft.job();
    id = job.id();
    tenant = job.tenant().value();
    operation = job.operation();
    model = job.model();
    stream = job.stream();
    priority = rank(job.priority());
    pinned = draft.terms().pinned();
    caching = bits(draft.terms().caching());
    state = job.state();
    createdAt = job.times().created();
    postedAt = createdAt;
    deadlineAt = job.times().deadline();
    span = deadlineAt - createdAt;
    retention = draft.retention();
    storedBytes = draft.size();
    idempotencyKey = draft.mark() == null ? null : draft.mark().key();
    fingerprint = draft.mark() == null ? null : draft.mark().fingerprint();
    webhook = draft.webhook();
  }

  /** The jobs with {@code keys}, each of a tenant's name and its key; one query for a tenant. */
  static Map<List<String>, JpaJob> marked(EntityManager manager, List<List<String>> keys) {
    Map<String, List<String>> keysOfTenants =
        keys.stream()
            .collect(
                Collectors.groupingBy(
                    key -> key.get(0), Collectors.mapping(key -> key.get(1), Collectors.toList())));
    Map<List<String>, JpaJob> found = new HashMap<>();
    keysOfTenants.forEach(
        (tenant, own) ->
            manager
                .createQuery(
                    "select j from JpaJob j where j.tenant = :tenant and j.idempotencyKey in :keys",
                    JpaJob.class)
                .setParameter("tenant", tenant)
                .setParameter("keys", own)
                .getResultStream()
                .forEach(job -> found.put(List.of(job.tenant, job.idempotencyKey), job)));
    return found;
  }

  /** The jobs of {@code part}, newest first, from the one after {@code after} on, or null. */
  static TypedQuery<JpaJob> page(EntityManager manager, JobStore.Part part, Job after) {
    String conditions =
        (part.state() == null ? "" : " and j.state = :state")
            + (after == null
                ? ""
                : " and j.createdAt <= :created and (j.createdAt < :created or j.id < :id)");
    TypedQuery<JpaJob> query =
        manager
            .createQuery(
                "select j from JpaJob j where j.tenant = :tenant"
                    + conditions
                    + " order by j.createdAt desc, j.id desc",
                JpaJob.class)
            .setParameter("tenant", part.tenant().value())
            .setMaxResults(part.limit());
    if (part.state() != null) {
      query.setParameter("state", part.state());
    }
    if (after != null) {
      query.setParameter("created", after.times().created()).setParameter("id", after.id());
    }
    return query;
  }

  Job job() {
    return new Job(
        id,
        new TenantId(tenant),
        operation,
        model,
        stream,
        urgency(),
        state,
        attempts,
        new Job.Times(createdAt, startedAt, finishedAt, deadlineAt, expiresAt),
        errorCode == null ? null : new Job.Cause(errorCode, errorMessage));
  }

  /** A claim on it, whose request has so many bytes. */
  JobStore.ClaimedJob claim(long size) {
    Caching asked =
        new Caching((caching & WANTED) != 0, (caching & NO_CACHE) != 0, (caching & NO_STORE) != 0);
    Terms terms = new Terms(urgency(), pinned, 0, asked);
    return new JobStore.ClaimedJob(job(), epoch, failures, size, terms);
  }

  /** What a draft with {@code mark} comes to if this job was there before. */
  JobStore.Added repeated(JobStore.Mark mark) {
    return new JobStore.Added(job(), !mark.fingerprint().equals(fingerprint));
  }

  /** The message that gives this job a turn. */
  Posting posting() {
    return JobMessages.of(job(), version, postedAt);
  }

  /** What its owner is told of its end; a failure once only, though the job may be revived. */
  Optional<WebhookEvent> event() {
    if (webhook == null || (state == JobState.FAILED && failureTold)) {
      return Optional.empty();
    }
    return Optional.of(
        new WebhookEvent("job." + state.label(), new TenantId(tenant), id, webhook, finishedAt));
  }

  /** By which jobs are sorted: the most urgent first. */
  static int rank(Priority priority) {
    return switch (priority) {
      case HIGH -> 0;
      case NORMAL -> 1;
      case LOW -> 2;
    };
  }

  private Priority urgency() {
    return switch (priority) {
      case 0 -> Priority.HIGH;
      case 1 -> Priority.NORMAL;
      default -> Priority.LOW;
    };
  }

  private static int bits(Caching caching) {
    return (caching.wanted() ? WANTED : 0)
        | (caching.noCache() ? NO_CACHE : 0)
        | (caching.noStore() ? NO_STORE : 0);
  }
}
