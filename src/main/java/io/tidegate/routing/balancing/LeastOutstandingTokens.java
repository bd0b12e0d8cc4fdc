package io.tidegate.routing.balancing;

import io.tidegate.routing.nodes.Node;

/**
 * The node that would be done first with all it has: tokens of prompts and expected outputs, for
 * its speed.
 *
 * <p>Calls are counted by what they cost, since the longest tenth of prompts is two fifths of the
 * work.
 */
public final class LeastOutstandingTokens implements Balancer {

  @Override
  public Node pick(Candidates choice) {
    Speeds speeds = Speeds.among(choice);
    return LeastCost.pick(choice, node -> node.work().outstanding() / speeds.of(node));
  }
}
