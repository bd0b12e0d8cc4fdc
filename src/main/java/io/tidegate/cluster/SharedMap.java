package io.tidegate.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A map of texts that the servers of a cluster share, and what is known of these servers.
 *
 * <p>Its methods may wait for other servers, but not without an end. They are called from one
 * thread at a time, never from one that serves a request.
 */
public interface SharedMap {

  /**
   * The cluster as one server sees it.
   *
   * @param self this server's id, the same as long as it runs
   * @param members the ids of the servers it is connected to, itself included
   * @param whole whether every other server is known not to run; false when one is missing that may
   *     be cut off
   */
  record View(String self, Set<String> members, boolean whole) {
    public View {
      members = Set.copyOf(members);
    }
  }

  /** The cluster as it is seen now. */
  View view() throws IOException;

  /** The servers that this one is connected to, itself included, as far as they are known. */
  default List<ClusterView.Peer> peers() throws IOException {
    return List.of();
  }

  /** The keys under which there are texts. */
  Set<String> keys() throws IOException;

  /** The text under {@code key}, or null. */
  String get(String key) throws IOException;

  /**
   * Puts {@code after} under {@code key} if what is there equals {@code before}; null means that
   * nothing is there. An exception leaves open whether it was done.
   */
  boolean replace(String key, String before, String after) throws IOException;

  /**
   * Takes away what is under {@code key} if it equals {@code before}. An exception leaves open
   * whether it was done.
   */
  boolean remove(String key, String before) throws IOException;

  /**
   * Lets the others know {@code text} about {@code topic}, in the place of what this server said of
   * it before; nobody knows it for longer than a minute.
   */
  default void announce(String topic, String text) throws IOException {
    throw new IOException("nothing can be announced");
  }

  /** What each server has announced about {@code topic}, by its id. */
  default Map<String, String> announced(String topic) throws IOException {
    return Map.of();
  }

  /** The cluster's time in milliseconds, nearly the same on every server. */
  long time() throws IOException;
}
