package io.tidegate.admission;

import io.tidegate.exchange.Outcome;

/**
 * What one ended attempt can teach a {@link Limiter}.
 *
 * @param kind how it ended
 * @param inFlightAtStart the limiter's permits in flight when it started, its own included
 * @param started the nano clock's reading when it started
 * @param firstContent nanoseconds until its first content, or -1 when none came
 * @param uncachedTokens the prompt tokens that the node had to compute, or -1 when not known
 * @param stream whether the answer was streamed, so that its first content came before its end
 * @param total nanoseconds until its end, or -1 when that is not to be compared with others
 * @param output the tokens of the answer, by its pieces where nobody reports them, or -1
 * @param pause for how many nanoseconds a refusal asked to be left alone, or 0
 */
public record Sample(
    Outcome.Kind kind,
    int inFlightAtStart,
    long started,
    long firstContent,
    long uncachedTokens,
    boolean stream,
    long total,
    long output,
    long pause) {

  /** A sample that tells nothing of whole answers. */
  public Sample(
      Outcome.Kind kind,
      int inFlightAtStart,
      long started,
      long firstContent,
      long uncachedTokens,
      boolean stream) {
    this(kind, inFlightAtStart, started, firstContent, uncachedTokens, stream, -1, -1, 0);
  }

  /**
   * The sample of an attempt.
   *
   * @param outcome how it ended; its token figures go before {@code promptTokens}
   * @param inFlightAtStart the limiter's permits in flight when it started, its own included
   * @param started the nano clock's reading when it started
   * @param promptTokens the estimated prompt tokens for a node that reports none, or -1
   * @param stream whether the answer was streamed
   */
  public static Sample of(
      Outcome outcome, int inFlightAtStart, long started, long promptTokens, boolean stream) {
    long reported = outcome.usage().input();
    long computed = Math.max(0, reported - Math.max(0, outcome.usage().cached()));
    return new Sample(
        outcome.kind(),
        inFlightAtStart,
        started,
        outcome.timings().firstContent(),
        reported < 0 ? promptTokens : computed,
        stream,
        outcome.timings().total(),
        outcome.seen().output(),
        outcome.notBefore() == null ? 0 : outcome.notBefore().toNanos());
  }

  /** The same attempt without its times: for a limit that spans nodes of different speed. */
  public Sample withoutTimes() {
    return new Sample(kind, inFlightAtStart, started, -1, uncachedTokens, stream, -1, -1, pause);
  }

  /** The same attempt without its time to first content, of which not all is known. */
  public Sample withoutFirstContent() {
    return new Sample(
        kind, inFlightAtStart, started, -1, uncachedTokens, stream, total, output, pause);
  }

  /** Whether its time until the end can be compared with that of others. */
  boolean whole() {
    return total >= 0 && output >= 0;
  }

  /** Whether its time to first content can be compared with that of others. */
  boolean timed() {
    return stream && firstContent >= 0 && uncachedTokens >= 0;
  }
}
