package io.tidegate.management;

/** Jobs and batches, as they were counted last. */
public interface JobsMXBean {

  /** How many jobs wait. */
  long getQueued();

  /** How many jobs run. */
  long getRunning();

  /** How many batches are under way. */
  long getOpenBatches();

  /** How many messages nobody could process. */
  long getDeadLetters();
}
