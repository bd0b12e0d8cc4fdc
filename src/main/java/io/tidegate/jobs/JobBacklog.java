package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import java.util.Map;
import java.util.Optional;

/** How many jobs wait, and how many bytes all jobs that are kept take up. Thread-safe. */
final class JobBacklog {

  /** What there is too little of for another job. */
  enum Lack {
    /** Too many wait. */
    PLACES,
    /** Those that are kept take up too much. */
    BYTES
  }

  private final JobRoom waiting;
  private final JobRoom stored;
  private volatile long running;

  /**
   * A backlog of which nothing was counted yet.
   *
   * @param waiting room for jobs that wait, in jobs
   * @param stored room for jobs that are kept, in bytes
   */
  JobBacklog(JobRoom waiting, JobRoom stored) {
    this.waiting = requireNonNull(waiting, "waiting");
    this.stored = requireNonNull(stored, "stored");
  }

  /**
   * Keeps room for one more job of {@code tenant} that takes up so many {@code bytes}, until it is
   * settled what became of it: many are written together, and each counts before it is.
   *
   * @return what there is too little of, and then no room is kept
   */
  Optional<Lack> reserve(TenantId tenant, long bytes) {
    if (!waiting.reserve(tenant, 1)) {
      return Optional.of(Lack.PLACES);
    }
    if (!stored.reserve(tenant, bytes)) {
      waiting.settle(tenant, 1, false);
      return Optional.of(Lack.BYTES);
    }
    return Optional.empty();
  }

  /** Whether a job for which room was kept waits now. */
  void settle(TenantId tenant, long bytes, boolean waits) {
    waiting.settle(tenant, 1, waits);
    stored.settle(tenant, bytes, waits);
  }

  /** Counts jobs anew by {@code upkeep}; waits for the database. */
  void count(JobMaintenanceStore upkeep) {
    Map<TenantId, Long> before = waiting.added();
    JobMaintenanceStore.Counts counts = upkeep.counts();
    waiting.counted(counts.queued(), before);
    running = counts.running();
  }

  /** Counts bytes anew by {@code upkeep}; waits for the database. */
  void weigh(JobMaintenanceStore upkeep) {
    Map<TenantId, Long> before = stored.added();
    stored.counted(upkeep.stored(), before);
  }

  /** How many jobs wait. */
  long queued() {
    return waiting.taken();
  }

  /** How many ran when they were last counted. */
  long running() {
    return running;
  }

  /** How many bytes the jobs that are kept take up. */
  long bytes() {
    return stored.taken();
  }
}
