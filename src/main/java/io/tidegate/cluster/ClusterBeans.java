package io.tidegate.cluster;

import io.tidegate.admission.Shares;
import io.tidegate.cache.tiers.SharedStore;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.quotas.QuotaShares;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.work.GuardedDuty;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Wires the shares of limits; starts Hazelcast where a cluster is configured, and nowhere else. */
@ApplicationScoped
public class ClusterBeans {

  @Inject private Pools pools;

  @Inject private Settings settings;
  @Inject private Metrics metrics;
  @Inject private LongSupplier clock;

  private ClusterConfig config;
  private String server;
  private SharedStore store;
  private Leases leases;
  private DemandShares demand;
  private HazelcastCluster cluster;
  private ScheduledFuture<?> beating;

  @PostConstruct
  void configure() {
    config = ClusterConfig.from(settings);
    server = Long.toHexString(new SecureRandom().nextLong());
    store = SharedStore.from(settings).orElseGet(this::ownStore);
    if (config.enabled()) {
      leases = new Leases(config, clock, metrics);
      demand = new DemandShares(config, leases, clock);
    } else if (config.size() > 1) {
      metrics.gauge(Metric.CLUSTER_MEMBERS, () -> 1);
    }
  }

  @Produces
  @Singleton
  Shares shares() {
    if (config.enabled()) {
      return leases;
    }
    return config.size() > 1 ? new EvenShares(config.size(), metrics) : Shares.ALONE;
  }

  @Produces
  @Singleton
  QuotaShares quotaShares() {
    if (config.enabled()) {
      return demand;
    }
    return config.size() > 1
        ? new EvenQuotaShares(config.size(), new EvenShares(config.size(), metrics))
        : QuotaShares.ALONE;
  }

  @Produces
  @Singleton
  ClusterStatus status() {
    if (config.enabled()) {
      return leases;
    }
    return config.size() > 1 ? new EvenShares(config.size(), metrics) : () -> "alone";
  }

  /** Where answers are shared; to be opened once the application has started. */
  @Produces
  @Singleton
  SharedStore store() {
    return store;
  }

  private SharedStore ownStore() {
    return config.enabled() ? HazelcastCluster.store(config, server) : SharedStore.NONE;
  }

  void start(@Observes @Priority(Interceptor.Priority.APPLICATION) SettingsRead event) {
    if (config.enabled()) {
      System.out.println("Tidegate: joining the other servers of the cluster");
      cluster = HazelcastCluster.start(config, server);
      beating =
          pools
              .timed(PoolName.CLUSTER)
              .scheduleWithFixedDelay(
                  new GuardedDuty("leases were not renewed", this::renew), 0, 1, TimeUnit.SECONDS);
    }
  }

  private void renew() {
    SharedMap map = cluster.map();
    leases.renew(map);
    demand.exchange(map);
  }

  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Shutdown event) {
    // A start that failed half-way has not come so far.
    Optional.ofNullable(beating).ifPresent(beats -> beats.cancel(false));
    Optional.ofNullable(cluster).ifPresent(HazelcastCluster::close);
  }
}
