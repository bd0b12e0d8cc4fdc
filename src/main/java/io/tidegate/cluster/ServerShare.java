package io.tidegate.cluster;

/**
 * What one server has announced for one limit.
 *
 * @param places the places it holds: never fewer than its calls use
 * @param wanted the places it would like to have
 * @param end when the lease ends, in milliseconds of the cluster's time
 * @param remainder whether it has claimed one of the places left over from equal parts
 * @param known whether it has the limit, and has not only heard that others do
 */
record ServerShare(int places, int wanted, long end, boolean remainder, boolean known) {

  /** Whether the limit may be forgotten as far as this server goes. */
  boolean isIdle() {
    return !known && places == 0;
  }
}
