package io.tidegate.store;

/** The names of the queues at the broker. */
public final class Queues {

  /** Ids of jobs. */
  public static final String JOBS = "tidegate.jobs";

  /** Slices of batches. */
  public static final String BATCHES = "tidegate.batches";

  /** The other steps of batches, which wait for no node. */
  public static final String STEPS = "tidegate.steps";

  /** Messages that nobody could process. */
  public static final String DEAD = "tidegate.dead";

  private Queues() {}
}
