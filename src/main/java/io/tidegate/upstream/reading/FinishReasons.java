package io.tidegate.upstream.reading;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

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

  /** The engine had no room, or put something else first: the node is full. */
  private static final List<String> FULL =
      List.of(
          "insufficient",
          "abort",
          "overload",
          "preempt",
          "evict",
          "unavailable",
          "cancel",
          "interrupt",
          "shutdown",
          "unload",
          "busy",
          "throttl",
          "resource_exhausted",
          "resources_exhausted");

  /** The engine is broken. */
  private static final List<String> BROKEN =
      List.of(
          "error",
          "fail",
          "timeout",
          "timed_out",
          "disconnect",
          "killed",
          "crash",
          "out_of_memory",
          "oom",
          "deadline",
          "exception");

  private static final Pattern HUMP = Pattern.compile("([a-z])([A-Z])");
  private static final Pattern GAP = Pattern.compile("[-.\\s]");

  private FinishReasons() {}

  /** {@code reason} without blanks around it, or null if it says that there is none yet. */
  public static String orNull(String reason) {
    String word = reason == null ? "" : reason.strip();
    return word.isEmpty() || NONE.contains(plain(word)) ? null : word;
  }

  /** Whether {@code reason} says that the node gave up; false for null. */
  public static boolean gaveUp(String reason) {
    return reason != null && (has(FULL, reason) || has(BROKEN, reason));
  }

  /** The verdict on a node that gave up for {@code reason}. */
  public static Verdict verdict(String reason) {
    return Verdict.ofStatus(status(reason));
  }

  /** The status that an error for {@code reason} would have. */
  public static int status(String reason) {
    return has(FULL, reason) ? 503 : 500;
  }

  private static boolean has(List<String> stems, String reason) {
    String word = plain(reason);
    return stems.stream().anyMatch(word::contains);
  }

  /** In small letters, with one spelling of the gaps between words; nearly all words are that. */
  private static String plain(String word) {
    if (isPlain(word)) {
      return word;
    }
    String apart = HUMP.matcher(word).replaceAll("$1_$2");
    return GAP.matcher(apart).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char letter = word.charAt(i);
      if (letter != '_' && (letter < 'a' || letter > 'z')) {
        return false;
      }
    }
    return true;
  }
}
