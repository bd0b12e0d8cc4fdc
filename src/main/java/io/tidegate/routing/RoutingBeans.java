package io.tidegate.routing;

import io.tidegate.metrics.Metrics;
import io.tidegate.settings.Settings;
import io.tidegate.upstream.HttpUpstream;
import io.tidegate.upstream.UpstreamConfig;
import io.tidegate.upstream.Watchdog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.LongSupplier;

/** Wires the pool, the router and the way to the nodes. */
@ApplicationScoped
public class RoutingBeans {

  @Produces
  @Singleton
  RoutingConfig config(Settings settings) {
    return RoutingConfig.from(settings);
  }

  @Produces
  @Singleton
  UpstreamConfig upstreamConfig(Settings settings) {
    return UpstreamConfig.from(settings);
  }

  @Produces
  @Singleton
  Watchdog watchdog(LongSupplier clock) {
    return new Watchdog(clock);
  }

  @Produces
  @Singleton
  HttpUpstream upstream(UpstreamConfig config, LongSupplier clock, Watchdog watchdog) {
    return new HttpUpstream(config, clock, watchdog);
  }

  void close(@Disposes HttpUpstream upstream) {
    upstream.close();
  }

  @Produces
  @Singleton
  Pool pool(RoutingConfig config) {
    return new Pool(config);
  }

  @Produces
  @Singleton
  Nodes nodes(Pool pool, RoutingConfig config, Metrics metrics) {
    return new Nodes(pool, new NodeFile(config.nodeFile()), metrics);
  }

  @Produces
  @Singleton
  Prober prober(Pool pool, HttpUpstream upstream, RoutingConfig config, LongSupplier clock) {
    return new Prober(pool, upstream, config, clock);
  }

  @Produces
  @Singleton
  Upkeep upkeep(Watchdog watchdog, Prober prober, HttpUpstream upstream) {
    return new Upkeep(watchdog, prober, upstream);
  }

  @Produces
  @Singleton
  Router router(
      Pool pool, HttpUpstream upstream, RoutingConfig config, LongSupplier clock, Metrics metrics) {
    return new Router(
        new Router.Parts(pool, new WeightedLeastConnections(), upstream), config, clock, metrics);
  }
}
