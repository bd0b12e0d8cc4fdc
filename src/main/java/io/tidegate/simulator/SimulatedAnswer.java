package io.tidegate.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The deterministic function from a prompt to its simulated answer, so that an observer can tell a
 * right answer from a wrong one. The same input gives the same answer on every node and in every
 * run.
 *
 * <p>The prompt of a chat is the text of its last user message, that of a completion its prompt.
 */
public final class SimulatedAnswer {
  private static final String[] WORDS = {
    "tide", "harbour", "current", "anchor", "beacon", "channel", "delta", "estuary",
    "ferry", "gale", "haven", "island", "jetty", "keel", "lagoon", "mooring",
    "north", "ocean", "pilot", "quay", "reef", "sail", "tiller", "undertow",
    "vessel", "wave", "yard", "buoy", "crest", "drift", "ebb", "flood"
  };

  private static final int QUOTED_CHARACTERS = 40;
  private static final int REASONING_TOKENS = 6;
  private static final int DIMENSIONS = 16;

  private SimulatedAnswer() {}

  /**
   * The text of an answer.
   *
   * @param prompt the prompt
   * @param tokens how many tokens, at least 0; a shorter answer is the beginning of a longer one
   * @return the first token {@code Simulated answer to "<start of the prompt>":}, then one word per
   *     token
   */
  public static String text(String prompt, int tokens) {
    return String.join("", pieces(prompt, tokens));
  }

  /** The thinking that goes before the answer to {@code prompt}. */
  public static String reasoning(String prompt) {
    return String.join("", reasoningPieces(prompt));
  }

  /**
   * The embedding of {@code input}: 16 numbers, each at least -1 and below 1; a new array at each
   * call.
   */
  public static float[] embedding(String input) {
    float[] vector = new float[DIMENSIONS];
    long state = hash(input);
    for (int i = 0; i < DIMENSIONS; i++) {
      state = next(state);
      vector[i] = (mix(state) >> 40) / (float) (1 << 23);
    }
    return vector;
  }

  static List<String> pieces(String prompt, int tokens) {
    if (tokens == 0) {
      return List.of();
    }
    List<String> pieces = new ArrayList<>(tokens);
    pieces.add("Simulated answer to \"" + beginning(prompt) + "\":");
    addWords(pieces, hash(prompt), tokens - 1);
    return pieces;
  }

  static List<String> reasoningPieces(String prompt) {
    List<String> pieces = new ArrayList<>(REASONING_TOKENS);
    pieces.add("Simulated reasoning:");
    addWords(pieces, ~hash(prompt), REASONING_TOKENS - 1);
    return pieces;
  }

  /** The hash behind every answer: FNV-1a over the UTF-8 bytes. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  private static void addWords(List<String> pieces, long seed, int count) {
    long state = seed;
    for (int i = 0; i < count; i++) {
      state = next(state);
      pieces.add(" " + WORDS[(int) (mix(state) >>> 59)]);
    }
  }

  private static String beginning(String prompt) {
    int characters = Math.min(QUOTED_CHARACTERS, prompt.codePointCount(0, prompt.length()));
    return prompt
        .substring(0, prompt.offsetByCodePoints(0, characters))
        .replace("\r\n", " ")
        .replace('\n', ' ');
  }

  // SplitMix64: a fixed algorithm of our own, because the answers must not change with the JDK.
  private static long next(long state) {
    return state + 0x9e3779b97f4a7c15L;
  }

  private static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
