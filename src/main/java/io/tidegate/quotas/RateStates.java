package io.tidegate.quotas;

/**
 * What a client is told of its limits: of several that are its own the tightest.
 *
 * @param requests calls in a minute, or null if they are not limited
 * @param tokens tokens in a minute, or null if they are not limited
 */
public record RateStates(RateState requests, RateState tokens) {

  /** Nothing is limited. */
  public static final RateStates NONE = new RateStates(null, null);
}
