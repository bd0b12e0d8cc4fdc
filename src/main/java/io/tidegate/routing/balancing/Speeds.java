package io.tidegate.routing.balancing;

import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeWork.Measured;

/**
 * How fast nodes are, relative to each other: as measured, or by weight while little was measured.
 *
 * <p>What a node of unknown speed is taken for is what the others show for their weight, so that
 * neither it nor they are flooded. While a node starts slowly it counts as slow.
 *
 * @param perWeight the tokens a second of weight 1; 1 when nothing was measured at any node
 * @param now a reading of the nano clock
 */
record Speeds(double perWeight, long now) {

  /** The speeds among the nodes of {@code choice}. */
  static Speeds among(Candidates choice) {
    double tokens = 0;
    double weighted = 0;
    for (Node node : choice.nodes()) {
      Measured measured = node.work().measured();
      tokens += measured.tokens();
      weighted += measured.seconds() * node.spec().weight();
    }
    return new Speeds(tokens > 0 && weighted > 0 ? tokens / weighted : 1, choice.now());
  }

  /** The speed of {@code node}, more than 0. */
  double of(Node node) {
    double prior = perWeight * node.spec().weight();
    return node.work().measured().speed(prior) * node.health().ramp(now);
  }
}
