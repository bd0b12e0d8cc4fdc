package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * What one caller gets: its own cursor in an answer that it may share with others.
 *
 * @param reader the cursor, at the start of the answer
 * @param source how the cache came to it
 */
public record Reply(AnswerReader reader, Source source) {

  /** What the cache did with a call. */
  public enum Source {
    /** It was not asked. */
    BYPASS,
    /** The caller wanted a new answer. */
    REQUEST,
    /** It had the answer; the head tells more. */
    HIT,
    /** It had no answer, so a node is asked. */
    MISS,
    /** Another call asks already, and this one shares its answer. */
    COLLAPSED;

    /** The name in logs. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Reply {
    requireNonNull(reader, "reader");
    requireNonNull(source, "source");
  }

  /** The reply by {@code answer}, which nobody shares and nobody has read. */
  public static Reply of(Answer answer, Source source) {
    return new Reply(answer.open().orElseThrow(), source);
  }

  /** The answer that is read. */
  public Answer answer() {
    return reader.answer();
  }
}
