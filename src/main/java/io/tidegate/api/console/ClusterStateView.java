package io.tidegate.api.console;

import io.tidegate.cluster.ClusterView;
import java.util.List;

/**
 * The servers that share limits, as this one sees them.
 *
 * @param condition how that goes, in words
 * @param shared whether limits are shared
 * @param version this server's own
 * @param members the servers that see each other
 * @param leases this server's parts of the limits
 */
record ClusterStateView(
    String condition,
    boolean shared,
    String version,
    List<MemberView> members,
    List<LeaseView> leases) {

  /** A server; {@code self} is true of the one that was asked. */
  record MemberView(String id, String address, boolean self, String version) {}

  /** The part of an account's limit that this server may use, and how much of it is in use. */
  record LeaseView(String account, int limit, int share, int inUse) {}

  static ClusterStateView of(ClusterView view, String version) {
    return new ClusterStateView(
        view.condition(),
        view.shared(),
        version,
        view.members().stream()
            .map(one -> new MemberView(one.id(), one.address(), one.self(), one.version()))
            .toList(),
        view.leases().stream()
            .map(one -> new LeaseView(one.account(), one.limit(), one.share(), one.inUse()))
            .toList());
  }
}
