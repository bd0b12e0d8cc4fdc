package io.tidegate.rehearsal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What came of one variant. Each arrival is counted once, as good, late, refused or failed.
 *
 * @param good the calls answered in full whose first token came in time
 * @param late those answered in full whose first token came later
 * @param refused those that no node answered, for want of capacity or time
 * @param failed those that went wrong at nodes, or were cut off
 * @param codes how often each error code was given
 * @param waits from arrival to the start of the attempt that answered; null without answers
 * @param firstTokens from arrival to the first token; null without answers
 * @param effort what it took
 */
record VariantResult(
    int good,
    int late,
    int refused,
    int failed,
    Map<String, Integer> codes,
    Percentiles waits,
    Percentiles firstTokens,
    Effort effort) {

  /**
   * What the answers took.
   *
   * @param cost what they cost at public nodes, in the currency of their prices
   * @param attempts how often nodes were asked
   * @param nodes what each node did
   */
  record Effort(double cost, long attempts, List<NodeResult> nodes) {

    Effort {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * What a node did.
   *
   * @param answers the calls it answered in full
   * @param busy the mean share of its places that were taken, 0 to 1
   */
  record NodeResult(String name, int answers, double busy) {}

  /**
   * Times that half, 95 % and 99 % of some values did not exceed, in seconds.
   *
   * @param p50 the median
   * @param p95 the 95th percentile
   * @param p99 the 99th percentile
   */
  record Percentiles(double p50, double p95, double p99) {

    private static final double NANOS = 1e9;

    /** Those of {@code nanos}, by the nearest rank; null if there are none. */
    static Percentiles of(long[] nanos) {
      if (nanos.length == 0) {
        return null;
      }
      long[] sorted = nanos.clone();
      Arrays.sort(sorted);
      return new Percentiles(rank(sorted, 0.5), rank(sorted, 0.95), rank(sorted, 0.99));
    }

    private static double rank(long[] sorted, double share) {
      return sorted[(int) Math.ceil(share * sorted.length) - 1] / NANOS;
    }
  }

  VariantResult {
    codes = Map.copyOf(codes);
  }

  /** All calls that came. */
  int arrivals() {
    return good + late + refused + failed;
  }
}
