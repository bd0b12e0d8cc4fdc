package io.tidegate.routing;

import java.util.List;
import java.util.function.Predicate;

/** Picks the node for the next attempt; thread-safe and without locks. */
public interface Balancer {

  /**
   * The node to try, or null when none is eligible.
   *
   * @param now a reading of the nano clock
   */
  Node pick(List<Node> nodes, Predicate<Node> eligible, long now);
}
