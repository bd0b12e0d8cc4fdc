package io.tidegate.routing;

import io.tidegate.admission.Admission;
import io.tidegate.admission.AdmissionConfig;
import io.tidegate.admission.PermitCount;
import io.tidegate.admission.Shares;
import io.tidegate.metrics.Metrics;
import io.tidegate.routing.balancing.BalancingConfig;
import io.tidegate.routing.balancing.Strategies;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.AccountConfig;
import io.tidegate.routing.nodes.Accounts;
import io.tidegate.routing.nodes.NodeModels;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.RoutingConfig;
import io.tidegate.routing.probes.Telemetry;
import io.tidegate.routing.probes.TelemetryConfig;
import io.tidegate.settings.Settings;
import io.tidegate.upstream.Upstream;
import io.tidegate.work.Timer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A pool, its queues and its router in a world of their own, apart from those of the server: for
 * rehearsals, where time and nodes are made up.
 *
 * <p>As thread-safe as what the world consists of.
 */
public final class Routing {

  private final Pool pool;
  private final Admission admission;
  private final Strategies strategies;
  private final Telemetry telemetry;
  private final Router router;

  /**
   * What the code takes for the world.
   *
   * @param upstream the nodes
   * @param clock the nano clock
   * @param timer what does things later on that clock
   * @param random the source of chance
   * @param metrics where figures go
   */
  public record World(
      Upstream upstream,
      LongSupplier clock,
      Timer timer,
      RandomGenerator random,
      Metrics metrics) {}

  /**
   * An empty pool with what {@code settings} say.
   *
   * @throws io.tidegate.settings.SettingException if one of them is wrong
   */
  public Routing(Settings settings, World world) {
    LongSupplier clock = world.clock();
    Metrics metrics = world.metrics();
    RoutingConfig config = RoutingConfig.from(settings);
    SpillConfig spill = SpillConfig.from(settings);
    PermitCount permits = new PermitCount();
    Account.Parts accounting =
        new Account.Parts(AccountConfig.from(settings), Shares.ALONE, permits, clock);
    pool = new Pool(config, spill.region());
    admission = new Admission(AdmissionConfig.from(settings), clock, metrics);
    strategies = new Strategies(pool, BalancingConfig.from(settings), world.random());
    telemetry =
        new Telemetry(pool, world.upstream(), TelemetryConfig.from(settings), clock, metrics);
    Placer placer =
        new Placer(
            new Placer.Parts(
                pool,
                strategies,
                new Accounts(accounting, pool::nodes, metrics),
                telemetry,
                new SpendingCap(spill.publicBudget()),
                new NodeModels(config, permits, clock, metrics)),
            spill,
            world.random());
    Router.Parts parts =
        new Router.Parts(
            pool,
            placer,
            strategies,
            world.upstream(),
            admission,
            new OutcomeFeedback(pool, placer, new OutlierDetector(pool, placer, metrics)),
            new Retries(
                config.maxAttempts(), RetryConfig.from(settings), world.timer(), world.random()),
            new SilentAttempts());
    router = new Router(parts, clock, metrics);
  }

  /** The nodes. */
  public Pool pool() {
    return pool;
  }

  /** The queues before the nodes. */
  public Admission admission() {
    return admission;
  }

  /** By which strategies calls are spread. */
  public Strategies strategies() {
    return strategies;
  }

  /** What serves calls. */
  public Router router() {
    return router;
  }

  /** Does what attempts and queues need ten times a second. */
  public void watch() {
    router.watch();
    admission.tick();
  }

  /** Asks nodes how busy they are; to be done every second or so. */
  public void maintain() {
    telemetry.tick();
  }
}
