package io.tidegate.tracing;

import java.util.Locale;

/** What a span tells of. */
public enum Step {
  /** A call, from its client's request to the end of its answer. */
  CALL,
  /** A call that a job or a line of a batch makes. */
  JOB,
  /** The look-up of a call's answer in the cache, which may end with waiting for another server. */
  CACHE,
  /** The wait for a place at a node. */
  QUEUE,
  /** One attempt at one node. */
  ATTEMPT;

  /** The name of its spans. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
