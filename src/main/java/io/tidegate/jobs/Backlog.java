package io.tidegate.jobs;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many jobs wait, without asking the database each time: as many as were counted, and those
 * handed in here since. Other servers' are seen with the next count. Thread-safe.
 */
final class Backlog {

  private final int most;
  private final AtomicLong added = new AtomicLong();
  private volatile long counted;
  private volatile long running;

  /** A backlog that is full with {@code most} jobs. */
  Backlog(int most) {
    this.most = most;
  }

  /** Whether no more jobs are to be taken. */
  boolean full() {
    return queued() >= most;
  }

  /** One more waits. */
  void add() {
    added.incrementAndGet();
  }

  /** Counts anew by {@code upkeep}; waits for the database. */
  void count(JobUpkeep upkeep) {
    long before = added.get();
    JobUpkeep.Counts counts = upkeep.counts();
    counted = counts.queued();
    running = counts.running();
    added.addAndGet(-before);
  }

  /** How many jobs wait. */
  long queued() {
    return counted + added.get();
  }

  /** How many ran when they were last counted. */
  long running() {
    return running;
  }
}
