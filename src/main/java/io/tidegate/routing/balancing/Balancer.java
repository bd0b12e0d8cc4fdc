package io.tidegate.routing.balancing;

import io.tidegate.routing.nodes.Node;

/** A strategy that picks the node for the next attempt; thread-safe. */
public interface Balancer {

  /** The node to try, or null when none is eligible. */
  Node pick(Candidates choice);
}
