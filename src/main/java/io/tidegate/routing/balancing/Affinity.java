package io.tidegate.routing.balancing;

import io.tidegate.routing.nodes.Node;
import java.util.Collection;

/**
 * What is known of one model's calls and where they went.
 *
 * @param prefixes the beginnings of prompts that nodes hold
 * @param sessions the nodes that served sessions last
 */
record Affinity(PrefixIndex prefixes, Sessions sessions) {

  Affinity() {
    this(new PrefixIndex(), new Sessions());
  }

  void retain(Collection<Node> nodes) {
    prefixes.retain(nodes);
    sessions.retain(nodes);
  }
}
