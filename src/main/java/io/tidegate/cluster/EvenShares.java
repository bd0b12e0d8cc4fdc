package io.tidegate.cluster;

import io.tidegate.admission.Shares;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.util.function.IntSupplier;

/**
 * An equal part of each limit for each of {@code servers} servers that know nothing of each other.
 */
record EvenShares(int servers, Metrics metrics) implements Shares, ClusterStatus {

  @Override
  public int share(String key, int limit) {
    return Math.max(1, limit / servers);
  }

  @Override
  public void register(String key, IntSupplier limit, IntSupplier inUse) {
    metrics.gauge(Metric.LEASE, () -> share(key, limit.getAsInt()), key);
  }

  @Override
  public void forget(String key) {
    metrics.remove(Metric.LEASE, key);
  }

  @Override
  public String condition() {
    return "no cluster: limit/" + servers + " each";
  }
}
