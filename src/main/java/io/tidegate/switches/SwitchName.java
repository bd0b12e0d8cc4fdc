package io.tidegate.switches;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The switches there are. */
public enum SwitchName {
  /** The gateway gives less to each caller, so that all get something. */
  BROWNOUT(
      "Serve stale answers, cap max_tokens, leave thinking off unless it was asked for, and refuse"
          + " low priority."),
  /** One way to choose among nodes. */
  STRATEGY("Place the calls of all models by this strategy, whatever was chosen for them."),
  /** Nodes bought by the token. */
  PUBLIC_TIER(
      "With force, calls go to public nodes first; with forbid, to none of them. Calls bound to"
          + " private nodes stay there."),
  /** What can wait. */
  FREEZE("Warm-ups, the lines of batches, or both stand still; what runs already goes on."),
  /** How long answers are good. */
  CACHE_LIFETIME(
      "Stored answers are good for so many times as long (3), or for so long at least (PT6H)."),
  /** One tenant; several may be refused at once. */
  REFUSE_TENANT("Refuse every request of this tenant with 429 until the end.");

  private final String effect;

  SwitchName(String effect) {
    this.effect = effect;
  }

  /** The name in the API, in settings and in metrics: lower case with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it does, in one sentence. */
  public String effect() {
    return effect;
  }

  /** Whether it can be on for several values at once. */
  public boolean many() {
    return this == REFUSE_TENANT;
  }

  /** Whether callers are told that it is on: it may change what they get. */
  boolean told() {
    return switch (this) {
      case BROWNOUT, STRATEGY, PUBLIC_TIER, CACHE_LIFETIME -> true;
      case FREEZE, REFUSE_TENANT -> false;
    };
  }

  /** All labels. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(SwitchName::label).toList();
  }

  /** The switch called {@code label}, if there is one. */
  public static Optional<SwitchName> named(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }
}
