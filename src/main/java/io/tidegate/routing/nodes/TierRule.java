package io.tidegate.routing.nodes;

import java.util.Arrays;
import java.util.Locale;

/** Whether calls may go to public nodes; calls bound to private ones never do. */
public enum TierRule {
  /** Where no private one has room. */
  SPILL,
  /** Before any private one. */
  FORCE,
  /** Not at all. */
  FORBID;

  /** The rule called {@code text}; {@link #SPILL} for any other text. */
  public static TierRule named(String text) {
    return Arrays.stream(values())
        .filter(rule -> rule.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElse(SPILL);
  }
}
