package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

import io.tidegate.routing.nodes.NodeSpec;
import java.net.URI;

/**
 * A node as it is rehearsed: what the gateway is told of it, and what it can do.
 *
 * @param spec what the gateway is told; without models it serves whatever is asked for
 * @param capacity the calls it works at, at once, at least 1
 * @param queue how many more may wait for that, first come, first served; one more is refused with
 *     429
 * @param pace how fast it works
 * @param cachedTokens the prompt tokens that it keeps for prompts that begin alike, in whole
 *     blocks; 0 for none
 */
record RehearsedNode(NodeSpec spec, int capacity, int queue, NodePace pace, long cachedTokens) {

  /** Where it would be, if it were anywhere: a name that no server has (RFC 6761). */
  static final URI NOWHERE = URI.create("http://rehearsed.invalid/v1");

  RehearsedNode {
    requireNonNull(spec, "spec");
    requireNonNull(pace, "pace");
    if (capacity < 1 || queue < 0 || cachedTokens < 0) {
      throw new IllegalArgumentException(
          "capacity " + capacity + ", queue " + queue + ", cachedTokens " + cachedTokens);
    }
  }

  /** A node that computes every prompt anew. */
  RehearsedNode(NodeSpec spec, int capacity, int queue, NodePace pace) {
    this(spec, capacity, queue, pace, 0);
  }

  /** The same node, of which the gateway is told {@code other}. */
  RehearsedNode told(NodeSpec other) {
    return new RehearsedNode(other, capacity, queue, pace, cachedTokens);
  }

  /** Its name. */
  String name() {
    return spec.name();
  }
}
