package io.tidegate.simulator;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The APIs that a simulated node can speak. */
public enum SimulatedDialect {
  /** OpenAI's chat completions, completions and embeddings, with DeepSeek's members. */
  CHAT,

  /** OpenAI's Responses. */
  RESPONSES,

  /** Anthropic's Messages, with the counting of tokens. */
  MESSAGES;

  /**
   * The dialects that {@code text} names, separated by commas.
   *
   * @throws IllegalArgumentException if one is unknown or none is named
   */
  static Set<SimulatedDialect> parse(String text) {
    Set<SimulatedDialect> named = EnumSet.noneOf(SimulatedDialect.class);
    for (String name : text.split(",", -1)) {
      named.add(
          Arrays.stream(values())
              .filter(dialect -> dialect.label().equals(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "dialects must be some of "
                              + text(EnumSet.allOf(SimulatedDialect.class))
                              + ", but is '"
                              + text
                              + "'")));
    }
    return named;
  }

  /** {@code dialects} as {@link #parse} reads them. */
  static String text(Set<SimulatedDialect> dialects) {
    return dialects.stream().map(SimulatedDialect::label).collect(Collectors.joining(","));
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
