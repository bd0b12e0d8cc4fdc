package io.tidegate.routing.nodes;

import java.util.List;

/**
 * Which of several groups of nodes, the most preferred first, a call tries first.
 *
 * <p>Envoy's priority spill-over: a group is built with 40 % in reserve, so it keeps all calls
 * until less than 1/1.4 of it is usable; below that it keeps as many as it can still serve, and the
 * next groups take the rest. If all together are too small they share in proportion.
 */
public final class Spill {

  private static final double OVERPROVISIONING = 1.4;

  private Spill() {}

  /**
   * How much of a group is there.
   *
   * @param usable the weight of its nodes that may be given calls
   * @param total the weight of all its nodes; 0 for a group without nodes
   */
  public record GroupHealth(double usable, double total) {
    /** The share of all calls it can serve, 0 to 1. */
    double capacity() {
      return total <= 0 ? 0 : Math.max(0, Math.min(1, OVERPROVISIONING * usable / total));
    }
  }

  /**
   * The share of calls for each of {@code groups}; they add up to 1, or are 0 if none is usable.
   */
  public static double[] shares(List<GroupHealth> groups) {
    double all = groups.stream().mapToDouble(GroupHealth::capacity).sum();
    double[] shares = new double[groups.size()];
    double left = all > 0 ? 1 : 0;
    for (int i = 0; i < shares.length && left > 0; i++) {
      shares[i] = Math.min(left, groups.get(i).capacity() / Math.min(1, all));
      left -= shares[i];
    }
    return shares;
  }

  /**
   * The group for a call that drew {@code draw}.
   *
   * @param groups at least one, the most preferred first
   * @param draw from 0 to less than 1, evenly distributed over calls
   * @return its index; 0 if no group is usable
   */
  public static int first(List<GroupHealth> groups, double draw) {
    double[] shares = shares(groups);
    int chosen = 0;
    double reached = 0;
    for (int i = 0; i < shares.length && reached <= draw; i++) {
      if (shares[i] > 0) {
        chosen = i;
        reached += shares[i];
      }
    }
    return chosen;
  }
}
