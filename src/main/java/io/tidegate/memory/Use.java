package io.tidegate.memory;

import java.util.Locale;

/** What memory is held for. */
public enum Use {
  /** Bodies of requests, from their first byte until they are answered. */
  BODIES,
  /** Answers of nodes that clients have not taken yet. */
  ANSWERS,
  /** Answers that are taken down for the cache; they leave room for the rest, see the budget. */
  CAPTURES,
  /** Stored results on their way out. */
  RESULTS,
  /** Jobs, and lines of batches, that run: what they ask and what was answered so far. */
  WORK;

  /** The name in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
