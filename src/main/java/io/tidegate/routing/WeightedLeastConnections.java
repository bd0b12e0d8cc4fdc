package io.tidegate.routing;

import java.util.List;
import java.util.function.Predicate;

/**
 * The node with the fewest calls for its weight, and among equals each in its turn by weight.
 *
 * <p>Weighted least connections as in nginx's {@code least_conn} and LVS's {@code wlc}, compared
 * without division; ties go to nginx's smooth weighted round robin among the tied nodes, without
 * which weights would mean nothing in an idle pool. Two passes over the nodes, no lock: under a
 * race a node may get its turn one call early, but what is added to all turns is always taken from
 * one, so that shares stay exact in the long run.
 */
public final class WeightedLeastConnections implements Balancer {

  @Override
  public Node pick(List<Node> nodes, Predicate<Node> eligible, long now) {
    Node best = null;
    long bestLoad = 0;
    long bestWeight = 0;
    boolean tied = false;
    for (Node node : nodes) {
      if (!eligible.test(node)) {
        continue;
      }
      long load = node.inFlight();
      long weight = node.effectiveWeight(now);
      int order = best == null ? -1 : Long.compare(load * bestWeight, bestLoad * weight);
      if (order < 0) {
        best = node;
        bestLoad = load;
        bestWeight = weight;
        tied = false;
      } else {
        tied |= order == 0;
      }
    }
    return tied ? inTurn(new Tie(nodes, eligible, bestLoad, bestWeight), best, now) : best;
  }

  private record Tie(List<Node> nodes, Predicate<Node> eligible, long load, long weight) {
    boolean holds(Node node, long nodesWeight) {
      return eligible.test(node) && node.inFlight() * weight <= load * nodesWeight;
    }
  }

  private static Node inTurn(Tie tie, Node fallback, long now) {
    Node next = null;
    long furthest = Long.MIN_VALUE;
    long total = 0;
    for (Node node : tie.nodes()) {
      long weight = node.effectiveWeight(now);
      if (!tie.holds(node, weight)) {
        continue;
      }
      total += weight;
      long turn = node.moveTurn(weight);
      if (turn > furthest) {
        furthest = turn;
        next = node;
      }
    }
    if (next == null) {
      return fallback;
    }
    next.moveTurn(-total);
    return next;
  }
}
