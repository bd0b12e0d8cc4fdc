package io.tidegate.routing.balancing;

import io.tidegate.routing.nodes.Node;
import java.util.function.Predicate;

/**
 * The node with the fewest calls for its weight, and among equals each in its turn by weight.
 *
 * <p>Weighted least connections as in nginx's {@code least_conn} and LVS's {@code wlc}, compared
 * without division; ties go to the {@link RoundRobin} among the tied nodes, without which weights
 * would mean nothing in an idle pool. Two passes over the nodes, no lock.
 */
public final class WeightedLeastConnections implements Balancer {

  private final Balancer turns = new RoundRobin();

  @Override
  public Node pick(Candidates choice) {
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
    return tied ? inTurn(choice, bestLoad, bestWeight, best) : best;
  }

  private Node inTurn(Candidates choice, long load, long weight, Node fallback) {
    long now = choice.now();
    Predicate<Node> tied =
        node ->
            choice.eligible().test(node)
                && node.inFlight() * weight <= load * node.effectiveWeight(now);
    Node next = turns.pick(new Candidates(choice.nodes(), tied, choice.prompt(), now));
    return next == null ? fallback : next;
  }
}
