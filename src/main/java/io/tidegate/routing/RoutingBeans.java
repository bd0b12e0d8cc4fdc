package io.tidegate.routing;

import io.tidegate.admission.Admission;
import io.tidegate.admission.PermitCount;
import io.tidegate.admission.Shares;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.routing.balancing.BalancingConfig;
import io.tidegate.routing.balancing.Strategies;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.AccountConfig;
import io.tidegate.routing.nodes.Accounts;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeAdministration;
import io.tidegate.routing.nodes.NodeFile;
import io.tidegate.routing.nodes.NodeModels;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.RoutingConfig;
import io.tidegate.routing.probes.BalanceProbe;
import io.tidegate.routing.probes.Prober;
import io.tidegate.routing.probes.Telemetry;
import io.tidegate.routing.probes.TelemetryConfig;
import io.tidegate.settings.Settings;
import io.tidegate.upstream.HttpUpstream;
import io.tidegate.upstream.NodeAddress;
import io.tidegate.upstream.Watchdog;
import io.tidegate.upstream.wire.NameCache;
import io.tidegate.upstream.wire.UpstreamConfig;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import io.tidegate.work.Timer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Wires the pool, the router and the way to the nodes. */
@ApplicationScoped
public class RoutingBeans {

  @Inject private Pools pools;

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
  NameCache names(LongSupplier clock) {
    return new NameCache(InetAddress::getAllByName, pools.of(PoolName.NODE_NAMES), clock);
  }

  @Produces
  @Singleton
  HttpUpstream upstream(
      UpstreamConfig config,
      NameCache names,
      LongSupplier clock,
      InstantSource wall,
      Watchdog watchdog,
      MemoryBudget memory) {
    HttpUpstream.Clocks clocks = new HttpUpstream.Clocks(clock, wall);
    return new HttpUpstream(config, names, clocks, watchdog, memory);
  }

  /**
   * After the gateway's stop, whose last calls still go to nodes. With a disposer its threads were
   * still there after the application's end, and held all of it.
   */
  void close(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Shutdown event,
      HttpUpstream upstream) {
    upstream.close();
  }

  @Produces
  @Singleton
  SpillConfig spillConfig(Settings settings) {
    return SpillConfig.from(settings);
  }

  @Produces
  @Singleton
  Pool pool(RoutingConfig config, SpillConfig spill) {
    return new Pool(config, spill.region());
  }

  @Produces
  @Singleton
  NodeAdministration nodes(
      Pool pool, RoutingConfig config, UpstreamConfig upstream, Metrics metrics) {
    NodeFile file = new NodeFile(config.nodeFile());
    return new NodeAdministration(pool, file, metrics, upstream.access().guard());
  }

  @Produces
  @Singleton
  PermitCount permits(Metrics metrics) {
    return new PermitCount(metrics);
  }

  @Produces
  @Singleton
  Accounts accounts(
      Settings settings,
      Shares shares,
      PermitCount permits,
      Pool pool,
      LongSupplier clock,
      Metrics metrics) {
    return new Accounts(
        new Account.Parts(AccountConfig.from(settings), shares, permits, clock),
        pool::nodes,
        metrics);
  }

  @Produces
  @Singleton
  Telemetry telemetry(
      Pool pool, HttpUpstream upstream, Settings settings, LongSupplier clock, Metrics metrics) {
    return new Telemetry(pool, upstream, TelemetryConfig.from(settings), clock, metrics);
  }

  @Produces
  @Singleton
  SpendingCap spending(SpillConfig config, LongSupplier clock, Metrics metrics) {
    SpendingCap spending = new SpendingCap(config.publicBudget());
    metrics.gauge(Metric.PUBLIC_COST, () -> Math.round(1000 * spending.spent(clock.getAsLong())));
    return spending;
  }

  @Produces
  @Singleton
  Retries retries(
      RoutingConfig config,
      Settings settings,
      Timer timer,
      RandomGenerator random,
      LongSupplier clock,
      Metrics metrics) {
    Retries retries = new Retries(config.maxAttempts(), RetryConfig.from(settings), timer, random);
    metrics.gauge(Metric.RETRY_BUDGET, () -> (long) retries.balance(clock.getAsLong()));
    return retries;
  }

  @Produces
  @Singleton
  Placer placer(
      Pool pool,
      Strategies strategies,
      Accounts accounts,
      Telemetry telemetry,
      SpendingCap spending,
      SpillConfig spill,
      RoutingConfig config,
      PermitCount permits,
      LongSupplier clock,
      RandomGenerator random,
      Metrics metrics) {
    NodeModels servings = new NodeModels(config, permits, clock, metrics);
    return new Placer(
        new Placer.Parts(pool, strategies, accounts, telemetry, spending, servings), spill, random);
  }

  @Produces
  @Singleton
  BalancingConfig balancingConfig(Settings settings) {
    return BalancingConfig.from(settings);
  }

  @Produces
  @Singleton
  Strategies strategies(Pool pool, BalancingConfig config, RandomGenerator random) {
    return new Strategies(pool, config, random);
  }

  @Produces
  @Singleton
  Router router(
      Pool pool,
      Placer placer,
      Strategies strategies,
      HttpUpstream upstream,
      Admission admission,
      Retries retries,
      LongSupplier clock,
      Metrics metrics) {
    OutcomeFeedback lessons =
        new OutcomeFeedback(pool, placer, new OutlierDetector(pool, placer, metrics));
    return new Router(
        new Router.Parts(
            pool, placer, strategies, upstream, admission, lessons, retries, new SilentAttempts()),
        clock,
        metrics);
  }

  @Produces
  @Singleton
  Upkeep upkeep(
      Watchdog watchdog,
      Router router,
      Pool pool,
      Accounts accounts,
      Telemetry telemetry,
      HttpUpstream upstream,
      RoutingConfig config,
      LongSupplier clock) {
    return new Upkeep(
        new Upkeep.Parts(
            watchdog,
            router,
            new Prober(pool, upstream, config, clock),
            pool,
            accounts,
            new BalanceProbe(accounts, upstream, trouble -> met(pool, accounts, trouble), clock),
            telemetry,
            upstream));
  }

  private static Optional<NodeAddress> met(Pool pool, Accounts accounts, Account.Trouble trouble) {
    return pool.nodes().stream()
        .filter(node -> node.account(accounts) == trouble.account())
        .filter(node -> trouble.concerns(node.spec().apiKey()))
        // Of a node that cannot be reached nothing is learned of its account, nor by a key that
        // is refused of its balance.
        .min(
            Comparator.comparing((Node node) -> !node.usable())
                .thenComparing(node -> trouble.account().refuses(node.spec().apiKey())))
        .map(Node::target);
  }
}
