package io.tidegate.overview;

/**
 * A job as administrators see it: neither what was asked nor what was answered. Times are epoch
 * milliseconds, 0 when not reached.
 *
 * @param id its id
 * @param tenant its owner
 * @param state where it is, in upper case
 * @param operation what it asks, as in metrics
 * @param model the model that its owner named
 * @param stream whether its answer is a stream of events
 * @param priority how urgent it is
 * @param attempts how often a server has begun to run it
 * @param times when what happened, or will
 * @param error the code of why it failed, or null
 */
public record JobRow(
    String id,
    String tenant,
    String state,
    String operation,
    String model,
    boolean stream,
    String priority,
    int attempts,
    Times times,
    String error) {

  /** When it was handed in, begun and ended, must be answered and is forgotten. */
  public record Times(long created, long started, long finished, long deadline, long expires) {}
}
