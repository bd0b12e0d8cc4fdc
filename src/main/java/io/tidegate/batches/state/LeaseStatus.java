package io.tidegate.batches.state;

/** What a worker learns of the step it does. */
public enum LeaseStatus {
  /** It goes on. */
  GOING,
  /** The batch was cancelled, or its time is over: no other line is started. */
  ENDING,
  /** Somebody else has taken it over, or has ended it. */
  LOST
}
