package io.tidegate.routing.balancing;

import io.tidegate.routing.nodes.Node;
import java.time.Duration;
import java.util.Collection;

/**
 * Which node served each session last; bounded, and forgotten after a while. Thread-safe.
 *
 * <p>For conversations whose prompts say too little, for instance since they change near their
 * beginning or since the gateway has restarted.
 */
final class Sessions {

  private static final int MOST = 10_000;
  private static final Duration EXPIRY = Duration.ofMinutes(10);

  private final ExpiringMap<String, Node> last = new ExpiringMap<>(MOST, EXPIRY);

  /** The node that served {@code session} last, or null when there is none, or no session. */
  Node last(String session, long now) {
    if (session.isEmpty()) {
      return null;
    }
    synchronized (last) {
      return last.get(session, now);
    }
  }

  /** Notes that {@code node} serves {@code session}, which is empty when there is none. */
  void served(String session, Node node, long now) {
    if (session.isEmpty()) {
      return;
    }
    synchronized (last) {
      last.put(session, node, now);
    }
  }

  /** Forgets all nodes but {@code nodes}. */
  void retain(Collection<Node> nodes) {
    synchronized (last) {
      last.retain(nodes);
    }
  }
}
