package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The part of a call in an experiment: its arm, and the settings that hold for it instead of the
 * usual ones; immutable.
 *
 * @param experiment the experiment's id; empty for a call that is in none
 * @param arm the arm that the call is in
 * @param overrides the settings of the arm
 */
public record Trial(String experiment, Arm arm, Overrides overrides) {

  /** The part of a call that is in no experiment. */
  public static final Trial NONE = new Trial("", Arm.A, Overrides.NONE);

  public Trial {
    requireNonNull(experiment, "experiment");
    requireNonNull(arm, "arm");
    requireNonNull(overrides, "overrides");
  }

  /** One of the two values that an experiment compares. */
  public enum Arm {
    /** The first. */
    A,
    /** The second. */
    B;

    /** The name in lower case. */
    public String label() {
      return this == A ? "a" : "b";
    }
  }

  /**
   * Settings for one call; null where the usual one holds.
   *
   * @param strategy the name of the balancing strategy
   * @param maxWait the longest wait for a place; positive
   * @param cacheMode the name of the mode that says which calls are answered from the cache
   */
  public record Overrides(String strategy, Duration maxWait, String cacheMode) {

    /** No setting is another. */
    public static final Overrides NONE = new Overrides(null, null, null);
  }
}
