package io.tidegate.overview;

/**
 * A batch as administrators see it. Times are epoch milliseconds, 0 when not reached.
 *
 * @param id its id
 * @param tenant its owner
 * @param state where it is, in upper case
 * @param operation what all its lines ask, as in metrics
 * @param model the model of its first line, or null before that was read
 * @param times when what happened, or will
 * @param lines how far it is
 * @param tokens what its lines took
 */
public record BatchRow(
    String id,
    String tenant,
    String state,
    String operation,
    String model,
    Times times,
    Lines lines,
    Tokens tokens) {

  /** When it was created, begun, closed and ended in whichever way, and until when it may run. */
  public record Times(long created, long inProgress, long finalizing, long ended, long expires) {}

  /** How many lines there are, were answered, and failed. */
  public record Lines(int total, int completed, int failed) {}

  /** What its lines took. */
  public record Tokens(long input, long output) {}
}
