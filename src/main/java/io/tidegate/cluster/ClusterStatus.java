package io.tidegate.cluster;

import java.util.List;

/** What the cluster says of itself to those who watch the server. */
public interface ClusterStatus {

  /** In words: alone, sharing leases with others, or cut off from them. */
  String condition();

  /** The cluster as this server sees it. */
  default ClusterView view() {
    return new ClusterView(condition(), false, List.of(), List.of());
  }
}
