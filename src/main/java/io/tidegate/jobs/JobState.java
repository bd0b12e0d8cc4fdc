package io.tidegate.jobs;

import java.util.Locale;

/** Where a job is in its life. */
public enum JobState {
  /** It waits for its turn. */
  QUEUED,
  /** A server asks the nodes for it. */
  RUNNING,
  /** Its answer is there. */
  COMPLETED,
  /** It has no answer and will have none; its error says why. */
  FAILED,
  /** Its owner did not want it any more. */
  CANCELLED;

  /** The name on the wire. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it never changes again. */
  public boolean isFinal() {
    return this != QUEUED && this != RUNNING;
  }
}
