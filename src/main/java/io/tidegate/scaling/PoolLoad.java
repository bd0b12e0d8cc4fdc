package io.tidegate.scaling;

/**
 * What calls of one model ask of its nodes, as one server sees it or all together.
 *
 * @param present the nodes that may be given calls
 * @param inUse the places in use
 * @param waiting the calls that wait for one
 * @param refused the places that refused calls would have used, by Little's law: so many a second
 *     times how long one is served
 * @param places how many calls a node takes at once, by what was learned
 * @param saturation the nodes' own view of their load, added up; 1 is a node at its limits, and 0
 *     one that does not tell
 */
public record PoolLoad(
    int present, double inUse, double waiting, double refused, double places, double saturation) {

  /** How many nodes this needs so that {@code target} of their places are in use. */
  double needed(double target) {
    double calls = inUse + waiting + refused;
    return Math.max(calls / (Math.max(1, places) * target), saturation);
  }

  /**
   * The load of both: each server learns for itself how many of its calls a node takes, and hears
   * the same from the engines.
   */
  PoolLoad and(PoolLoad other) {
    return new PoolLoad(
        Math.max(present, other.present),
        inUse + other.inUse,
        waiting + other.waiting,
        refused + other.refused,
        places + other.places,
        Math.max(saturation, other.saturation));
  }
}
