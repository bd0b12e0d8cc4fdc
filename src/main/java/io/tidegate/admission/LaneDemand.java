package io.tidegate.admission;

/**
 * What the calls of one model asked for.
 *
 * @param waiting how many wait for a place
 * @param refused how many were refused for want of one since the start
 * @param serviceSeconds how long one is served, as a mean; 0 while that is not known
 */
public record LaneDemand(int waiting, long refused, double serviceSeconds) {

  /** No call ever came. */
  static final LaneDemand NONE = new LaneDemand(0, 0, 0);
}
