package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import java.util.Map;

/** How many jobs wait, and how many bytes all jobs that are kept take up. Thread-safe. */
final class JobBacklog {

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

  /** Whether no more jobs of {@code tenant} are to be taken, since too many wait. */
  boolean full(TenantId tenant) {
    return !waiting.fits(tenant, 1);
  }

  /** Whether a job of {@code tenant} that takes up so many {@code bytes} can be kept. */
  boolean keeps(TenantId tenant, long bytes) {
    return stored.fits(tenant, bytes);
  }

  /** One more job of {@code tenant} waits, and takes up so many {@code bytes}. */
  void add(TenantId tenant, long bytes) {
    waiting.add(tenant, 1);
    stored.add(tenant, bytes);
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
