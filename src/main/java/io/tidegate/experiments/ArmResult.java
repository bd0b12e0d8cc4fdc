package io.tidegate.experiments;

/**
 * How the calls of one arm ended so far.
 *
 * @param calls their number
 * @param failures those that failed or were refused for want of capacity, not those of clients that
 *     left or asked for what cannot be
 * @param timed those that had content
 * @param mean the mean time to first content, in seconds
 * @param median half of them had it sooner, to a tenth, in seconds
 * @param p95 95 % of them had it sooner, to a tenth, in seconds
 */
public record ArmResult(
    long calls, long failures, long timed, double mean, double median, double p95) {

  /** The share of calls that failed, 0 without any call. */
  public double failureShare() {
    return calls == 0 ? 0 : (double) failures / calls;
  }
}
