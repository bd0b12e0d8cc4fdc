package io.tidegate.upstream.reading;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What nodes mean by a word, be it a reason to stop or the code of an error: they have many words
 * for the same trouble, so that it is told by their stems.
 */
final class Stems {

  /** The node, or the account at it, takes no more for now. */
  private static final List<String> LIMITED =
      List.of("throttl", "rate_limit", "ratelimit", "too_many_requests", "toomanyrequests");

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

  private Stems() {}

  /** The status for {@code word} if it says that the node has no room, 429 or 503; else 0. */
  static int busy(String word) {
    String plain = plain(word);
    return has(LIMITED, plain) ? 429 : has(FULL, plain) ? 503 : 0;
  }

  /** Whether {@code word} says that the node is broken; one that has no room may say so, too. */
  static boolean broken(String word) {
    return has(BROKEN, plain(word));
  }

  /** In small letters, with one spelling of the gaps between words; nearly all words are that. */
  static String plain(String word) {
    if (isPlain(word)) {
      return word;
    }
    String apart = HUMP.matcher(word).replaceAll("$1_$2");
    return GAP.matcher(apart).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  /** Asked for each answer, several times: a loop, since a stream is an object for each step. */
  private static boolean has(List<String> stems, String plain) {
    for (String stem : stems) {
      if (plain.contains(stem)) {
        return true;
      }
    }
    return false;
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
