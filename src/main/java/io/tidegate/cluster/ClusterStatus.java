package io.tidegate.cluster;

/** What the cluster says of itself to those who watch the server. */
public interface ClusterStatus {

  /** In words: alone, sharing leases with others, or cut off from them. */
  String condition();
}
