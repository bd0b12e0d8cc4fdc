package io.tidegate.cluster;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The cluster as one server sees it; immutable.
 *
 * @param condition in words: alone, sharing leases with others, or cut off from them
 * @param shared whether limits are shared by leases that are in force
 * @param members the servers that see each other, this one included; empty without a cluster
 * @param leases what this server may use of each limit that it has and shares
 */
public record ClusterView(
    String condition, boolean shared, List<Peer> members, List<Share> leases) {

  public ClusterView {
    requireNonNull(condition, "condition");
    members = List.copyOf(members);
    leases = List.copyOf(leases);
  }

  /**
   * A server.
   *
   * @param id its id, another one with each start
   * @param address where the others reach it
   * @param self whether it is this one
   * @param version the gateway's version there, or null if it does not tell
   */
  public record Peer(String id, String address, boolean self, String version) {}

  /**
   * This server's part of a limit.
   *
   * @param account whose limit it is
   * @param limit all its places
   * @param share how many of them this server may use now
   * @param inUse how many of them its calls use
   */
  public record Share(String account, int limit, int share, int inUse) {}
}
