package io.tidegate.work;

import java.util.Locale;

/** The pools of threads that {@code server.xml} declares for the application. */
public enum PoolName {
  /** Requests about files and batches, and downloads. */
  FILES(8),
  /** Clients that send files. */
  UPLOADS(8),
  /** Requests about what the database or the broker holds, but files and batches. */
  QUESTIONS(4),
  /**
   * Jobs that come and end, and the renewal of claims. Requests have no tasks of their own here:
   * what they want is done in groups, or who sends many would keep claims from being renewed. While
   * jobs come and end without a pause, three kinds of groups hold a thread each; the fourth renews.
   */
  JOBS(8, 4),
  /** The upkeep of batches. */
  BATCHES(1),
  /** The questions of warm-ups. */
  WARMUP(1),
  /** Look-ups of the names of nodes. */
  NODE_NAMES(16),
  /** Look-ups of the names of webhooks' hosts. */
  WEBHOOK_NAMES(16),
  /** What the gateway does at its time. */
  CLOCKWORK(3),
  /** What the cache tells other servers. */
  CACHE(2),
  /** The cluster's leases. */
  CLUSTER(1),
  /** The outbox, and the first connection to the database. */
  STORE(3),
  /** Events on their way to webhooks. */
  WEBHOOKS(4),
  /** The evaluation of alert rules, and their way to other servers. */
  ALERTING(2),
  /** The removal of expired files. */
  FILES_CLOCKWORK(1),
  /** Rehearsals, of which one runs at a time. */
  REHEARSAL(1);

  private final int threads;
  private final int least;

  PoolName(int threads) {
    this(threads, 1);
  }

  PoolName(int threads, int least) {
    this.threads = threads;
    this.least = least;
  }

  /** The most threads it has unless set otherwise. */
  public int threads() {
    return threads;
  }

  /** The fewest threads with which all that it is for goes on. */
  public int least() {
    return least;
  }

  /** What it is called in settings and labels: lower case with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
