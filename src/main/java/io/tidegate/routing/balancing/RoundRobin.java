package io.tidegate.routing.balancing;

import io.tidegate.routing.nodes.Node;

/**
 * Each eligible node in its turn, by weight.
 *
 * <p>nginx's smooth weighted round robin. One pass over the nodes, no lock: under a race a node may
 * get its turn one call early, but what is added to all turns is always taken from one, so that
 * shares stay exact in the long run.
 */
public final class RoundRobin implements Balancer {

  @Override
  public Node pick(Candidates choice) {
    Node next = null;
    long furthest = Long.MIN_VALUE;
    long total = 0;
    for (Node node : choice.nodes()) {
      if (!choice.eligible().test(node)) {
        continue;
      }
      long weight = node.effectiveWeight(choice.now());
      total += weight;
      long turn = node.moveTurn(weight);
      if (turn > furthest) {
        furthest = turn;
        next = node;
      }
    }
    if (next != null) {
      next.moveTurn(-total);
    }
    return next;
  }
}
