package io.tidegate.routing;

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
  public Node pick(Choice choice) {
    long now = choice.now();
    Node best = null;
    long bestLoad = 0;
    long bestWeight = 0;
    boolean tied = false;
    for (Node node : choice.nodes()) {
      if (!choice.eligible().test(node)) {
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
    return tied ? inTurn(new Tie(choice, bestLoad, bestWeight), best) : best;
  }

  private record Tie(Choice choice, long load, long weight) {
    boolean holds(Node node, long nodesWeight) {
      return choice.eligible().test(node) && node.inFlight() * weight <= load * nodesWeight;
    }
  }

  private static Node inTurn(Tie tie, Node fallback) {
    Node next = null;
    long furthest = Long.MIN_VALUE;
    long total = 0;
    for (Node node : tie.choice().nodes()) {
      long weight = node.effectiveWeight(tie.choice().now());
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
