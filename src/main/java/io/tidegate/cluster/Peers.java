package io.tidegate.cluster;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Remembers the servers that were seen, and tells whether a missing one may still be running.
 *
 * <p>For one thread.
 */
final class Peers {

  /**
   * What is known without being a member.
   *
   * @param configured the addresses where other servers may be
   * @param closed whether nobody listens at an address
   * @param gone whether the server of this id has said that it stops
   */
  record Outside(
      Supplier<Set<InetSocketAddress>> configured,
      Predicate<InetSocketAddress> closed,
      Predicate<String> gone) {}

  private final int size;
  private final Outside outside;
  private final Map<InetSocketAddress, String> seen = new HashMap<>();
  private int most;

  /** Peers in a cluster of {@code size} servers when all are there. */
  Peers(int size, Outside outside) {
    this.size = size;
    this.outside = requireNonNull(outside, "outside");
  }

  /** Whether all servers but those {@code present}, ids by address, are known not to run. */
  boolean whole(Map<InetSocketAddress, String> present) {
    seen.putAll(present);
    most = Math.max(most, present.size());
    boolean whole = present.size() >= Math.max(size, most) || missing(present).isEmpty();
    if (whole) {
      seen.keySet().retainAll(present.keySet());
      most = present.size();
    }
    return whole;
  }

  private Set<InetSocketAddress> missing(Map<InetSocketAddress, String> present) {
    seen.entrySet()
        .removeIf(
            peer -> !present.containsKey(peer.getKey()) && outside.gone().test(peer.getValue()));
    Set<InetSocketAddress> missing = new HashSet<>(seen.keySet());
    missing.addAll(outside.configured().get());
    missing.removeAll(present.keySet());
    missing.removeIf(outside.closed());
    return missing;
  }
}
