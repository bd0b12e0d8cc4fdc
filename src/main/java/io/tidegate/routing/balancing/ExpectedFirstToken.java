package io.tidegate.routing.balancing;

import static java.util.Objects.requireNonNull;

import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeWork;

/**
 * The node that will probably give the first token soonest: what it has still to compute for
 * others, and for this prompt, over its speed.
 *
 * <p>The rule of Mooncake (FAST '25, algorithm 1) without a view into the nodes: caches are known
 * from what was sent. There is no mode for affinity; a cached prefix is worth the time it saves,
 * and no more. A session draws its calls to its node as if half of what is not known to be cached
 * there were, while the node's queue is within a bound (consistent hashing with bounded loads;
 * Mirrokni et al. 2017).
 */
public final class ExpectedFirstToken implements Balancer {

  private static final double BOUND = 1.25;
  private static final double SESSION_CREDIT = 0.5;

  private final Affinity affinity;

  ExpectedFirstToken(Affinity affinity) {
    this.affinity = requireNonNull(affinity, "affinity");
  }

  @Override
  public Node pick(Candidates choice) {
    Speeds speeds = Speeds.among(choice);
    Node favoured = favoured(choice);
    return LeastCost.pick(
        choice,
        node -> {
          double own = uncached(choice, node);
          double credited = node == favoured ? own * (1 - SESSION_CREDIT) : own;
          return (node.work().queued() + credited + NodeWork.CALL_TOKENS) / speeds.of(node);
        });
  }

  private double uncached(Candidates choice, Node node) {
    Prompt prompt = choice.prompt();
    return prompt.tokens() - affinity.prefixes().matchedTokens(node, prompt, choice.now());
  }

  /** The node that served the session last, unless it has more to do than the bound allows. */
  private Node favoured(Candidates choice) {
    Node last = affinity.sessions().last(choice.prompt().session(), choice.now());
    if (last == null) {
      return null;
    }
    long queued = 0;
    for (Node node : choice.nodes()) {
      queued += node.work().queued();
    }
    return last.work().queued() <= BOUND * queued / choice.nodes().size() ? last : null;
  }
}
