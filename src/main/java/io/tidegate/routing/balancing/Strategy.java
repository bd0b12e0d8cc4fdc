package io.tidegate.routing.balancing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ways to choose among nodes, by the names under which they are configured. */
public enum Strategy {
  /** Fewest calls for its weight. */
  WEIGHTED_LEAST_CONNECTIONS,
  /** Each in its turn, by weight. */
  ROUND_ROBIN,
  /** The less loaded of two drawn at random. */
  POWER_OF_TWO_CHOICES,
  /** Fewest tokens for its speed. */
  LEAST_OUTSTANDING_TOKENS,
  /** Soonest first token, cached prefixes considered. */
  EXPECTED_FIRST_TOKEN;

  /** The rule that a name must keep, to be put behind what breaks it. */
  public static final String RULE =
      Arrays.stream(values())
          .map(Strategy::label)
          .collect(Collectors.joining(", ", "must be one of ", ""));

  /** The name: lower case with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The strategy called {@code label}, if there is one. */
  public static Optional<Strategy> named(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }

  /** Whether it needs to know what prompts begin with. */
  boolean followsPrefixes() {
    return switch (this) {
      case WEIGHTED_LEAST_CONNECTIONS,
          ROUND_ROBIN,
          POWER_OF_TWO_CHOICES,
          LEAST_OUTSTANDING_TOKENS ->
          false;
      case EXPECTED_FIRST_TOKEN -> true;
    };
  }
}
