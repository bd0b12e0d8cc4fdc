package io.tidegate.routing.nodes;

import java.util.Locale;

/** Whose capacity a node is. */
public enum Tier {
  /** Our own, already paid for. */
  PRIVATE,
  /** Bought by the token. */
  PUBLIC;

  /** The tier called {@code text}, in any case; throws with the rule otherwise. */
  public static Tier parse(String text) {
    for (Tier tier : values()) {
      if (tier.name().equalsIgnoreCase(text)) {
        return tier;
      }
    }
    throw new IllegalArgumentException("must be private or public, not '" + text + "'");
  }

  /** The name as configured. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
