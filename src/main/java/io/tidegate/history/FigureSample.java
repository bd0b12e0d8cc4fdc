package io.tidegate.history;

import static java.util.Objects.requireNonNull;

import io.tidegate.metrics.Distributed;
import java.util.EnumMap;
import java.util.Map;

/**
 * All figures at one moment; immutable.
 *
 * @param time when, on the nano clock
 * @param values where each figure stands
 * @param firstToken the times to first tokens since the start, in seconds
 * @param queueWait the waits in the queue since the start, in seconds
 * @param nodes the attempts at each node
 */
record FigureSample(
    long time,
    Map<Figure, Double> values,
    Distributed firstToken,
    Distributed queueWait,
    Map<String, NodeCalls> nodes) {

  FigureSample {
    values = new EnumMap<>(values);
    requireNonNull(firstToken, "firstToken");
    requireNonNull(queueWait, "queueWait");
    nodes = Map.copyOf(nodes);
  }

  /** Where {@code figure} stands; 0 for one that was never heard of. */
  double of(Figure figure) {
    return values.getOrDefault(figure, 0.0);
  }

  /** The attempts at the node {@code name}. */
  NodeCalls at(String name) {
    return nodes.getOrDefault(name, NodeCalls.NONE);
  }
}
