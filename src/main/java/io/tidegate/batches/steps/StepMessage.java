package io.tidegate.batches.steps;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the steps of batches are named in messages. */
public final class StepMessage {

  /** What is to be done. */
  public enum Kind {
    VALIDATE,
    SLICE,
    FINISH
  }

  /**
   * A step.
   *
   * @param batch the id of the batch
   * @param slice the number of the slice, if it is one of a slice
   */
  public record BatchStep(Kind kind, String batch, int slice) {}

  private static final Pattern SUBJECT =
      Pattern.compile("(validate|slice|finish):(batch_[0-9a-f]{32})(?::(\\d{1,9}))?");

  private StepMessage() {}

  /** The subject of the message for a step. */
  public static String subject(Kind kind, String batch, int slice) {
    String name = kind.name().toLowerCase(Locale.ROOT) + ":" + batch;
    return kind == Kind.SLICE ? name + ":" + slice : name;
  }

  /** The step that {@code subject} names, or nothing. */
  public static Optional<BatchStep> parse(String subject) {
    Matcher named = SUBJECT.matcher(subject);
    if (!named.matches()) {
      return Optional.empty();
    }
    Kind kind = Kind.valueOf(named.group(1).toUpperCase(Locale.ROOT));
    if ((kind == Kind.SLICE) != (named.group(3) != null)) {
      return Optional.empty();
    }
    int slice = kind == Kind.SLICE ? Integer.parseInt(named.group(3)) : 0;
    return Optional.of(new BatchStep(kind, named.group(2), slice));
  }
}
