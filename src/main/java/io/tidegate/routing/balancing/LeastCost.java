package io.tidegate.routing.balancing;

import io.tidegate.routing.nodes.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The cheapest eligible node; among equals the one with the fewest calls for its weight. */
final class LeastCost {

  /**
   * Costs that differ by less than this share are the same: predictions are no better than that,
   * and an idle pool of equal nodes is to share its calls.
   */
  private static final double TOLERANCE = 0.05;

  private static final Balancer TIES = new WeightedLeastConnections();

  private LeastCost() {}

  /** The eligible node of least {@code cost}, which is never negative; null when there is none. */
  static Node pick(Candidates choice, ToDoubleFunction<Node> cost) {
    List<Node> nodes = choice.nodes();
    double[] costs = new double[nodes.size()];
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < costs.length; i++) {
      Node node = nodes.get(i);
      boolean eligible = choice.eligible().test(node);
      costs[i] = eligible ? cost.applyAsDouble(node) : Double.POSITIVE_INFINITY;
      least = Math.min(least, costs[i]);
    }
    if (least == Double.POSITIVE_INFINITY) {
      return null;
    }
    List<Node> tied = new ArrayList<>(nodes.size());
    for (int i = 0; i < costs.length; i++) {
      if (costs[i] <= least * (1 + TOLERANCE)) {
        tied.add(nodes.get(i));
      }
    }
    return TIES.pick(new Candidates(tied, node -> true, choice.prompt(), choice.now()));
  }
}
