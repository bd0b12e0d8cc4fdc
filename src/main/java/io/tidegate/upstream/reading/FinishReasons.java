package io.tidegate.upstream.reading;

import java.util.Set;

/**
 * What a {@code finish_reason} means: an end of the model's own, an engine that gave up, or none.
 *
 * <p>Engines have many words for giving up ({@code abort} in vLLM and SGLang, {@code error} in
 * OpenRouter, {@code insufficient_system_resource} in DeepSeek, {@code network_error} in GLM), so
 * that they are told by their stems; a word that nobody knows is taken for an end.
 */
public final class FinishReasons {

  /** How some servers write that there is no reason yet. */
  private static final Set<String> NONE =
      Set.of(
          "null",
          "none",
          "nil",
          "undefined",
          "unspecified",
          "finish_reason_unspecified",
          "unfinished",
          "not_finished",
          "in_progress");

  private FinishReasons() {}

  /** {@code reason} without blanks around it, or null if it says that there is none yet. */
  public static String orNull(String reason) {
    String word = reason == null ? "" : reason.strip();
    return word.isEmpty() || NONE.contains(Stems.plain(word)) ? null : word;
  }

  /** Whether {@code reason} says that the node gave up; false for null. */
  public static boolean gaveUp(String reason) {
    return reason != null && (Stems.busy(reason) != 0 || Stems.broken(reason));
  }

  /** The verdict on a node that gave up for {@code reason}. */
  public static Verdict verdict(String reason) {
    return Verdict.ofStatus(status(reason));
  }

  /** The status that an error for {@code reason} would have. */
  public static int status(String reason) {
    int busy = Stems.busy(reason);
    return busy == 0 ? 500 : busy;
  }
}
