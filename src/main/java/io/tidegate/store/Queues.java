package io.tidegate.store;

/** The names of the queues at the broker. */
public final class Queues {

  /** Ids of jobs. */
  public static final String JOBS = "tidegate.jobs";

  /** Steps of batches. */
  public static final String BATCHES = "tidegate.batches";

  /** Messages that nobody could process. */
  public static final String DEAD = "tidegate.dead";

  private Queues() {}
}
