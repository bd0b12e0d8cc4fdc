package io.tidegate.quotas;

import java.time.Duration;

/**
 * How a rate stands.
 *
 * @param limit how much may be had in a minute
 * @param remaining how much may be had at once, 0 or more
 * @param reset in which time all of that is there again
 */
public record RateState(long limit, long remaining, Duration reset) {

  /** The one of the two of which less is left; null if both are. */
  static RateState tighter(RateState one, RateState other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.remaining() <= other.remaining() ? one : other;
  }
}
