package io.tidegate.routing;

import io.tidegate.admission.Admission;
import io.tidegate.admission.AdmissionConfig;
import io.tidegate.admission.PermitCount;
import io.tidegate.admission.Shares;
import io.tidegate.metrics.Metric;
import io.tidegate.routing.balancing.BalancingConfig;
import io.tidegate.routing.balancing.Strategies;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.AccountConfig;
import io.tidegate.routing.nodes.Accounts;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModels;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.RoutingConfig;
import io.tidegate.routing.probes.BalanceProbe;
import io.tidegate.routing.probes.Prober;
import io.tidegate.routing.probes.Telemetry;
import io.tidegate.routing.probes.TelemetryConfig;
import io.tidegate.settings.Settings;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.upstream.HttpUpstream;
import io.tidegate.upstream.Watchdog;
import io.tidegate.upstream.wire.NameCache;
import io.tidegate.upstream.wire.UpstreamConfig;
import io.tidegate.work.Timer;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The real pool, queues, router and HTTP client on the real clock, wired as in life, but without a
 * server around them; its owner sees to the duties and looks whether everything came back.
 */
public final class RealFleet implements AutoCloseable {

  private static final long LONG_AFTER = Duration.ofHours(1).toNanos();

  /** Every reservation and settlement is rounded to a billionth. */
  private final LongSupplier clock = System::nanoTime;

  private final RecordingMetrics metrics = new RecordingMetrics();
  private final PermitCount permits = new PermitCount();
  private final Queue<Node> nodes = new ConcurrentLinkedQueue<>();
  private final Settings settings;
  private final HttpUpstream http;
  private final ObservedUpstream upstream;
  private final Watchdog watchdog = new Watchdog(clock);
  private final Pool pool;
  private final Accounts accounts;
  private final Telemetry telemetry;
  private final SpendingCap spending;
  private final Admission admission;
  private final Router router;
  private final Upkeep upkeep;

  /** An empty fleet with {@code settings}, named without {@code tidegate.}. */
  public RealFleet(Map<String, String> settings, Timer timer, RandomGenerator random) {
    Map<String, String> full = new LinkedHashMap<>();
    settings.forEach((key, value) -> full.put("tidegate." + key, value));
    this.settings = new Settings(full);
    RoutingConfig config = RoutingConfig.from(this.settings);
    SpillConfig spill = SpillConfig.from(this.settings);
    http =
        new HttpUpstream(
            UpstreamConfig.from(this.settings),
            new NameCache(InetAddress::getAllByName, Runnable::run, clock),
            clock,
            InstantSource.system(),
            watchdog);
    upstream = new ObservedUpstream(http);
    pool = new Pool(config, spill.region());
    accounts =
        new Accounts(
            new Account.Parts(AccountConfig.from(this.settings), Shares.ALONE, permits, clock),
            pool::nodes,
            metrics);
    telemetry = new Telemetry(pool, upstream, TelemetryConfig.from(this.settings), clock, metrics);
    spending = new SpendingCap(spill.publicBudget());
    admission = new Admission(AdmissionConfig.from(this.settings), clock, metrics);
    router = router(config, spill, timer, random);
    upkeep = upkeep(config);
  }

  private Router router(
      RoutingConfig config, SpillConfig spill, Timer timer, RandomGenerator random) {
    Strategies strategies = new Strategies(pool, BalancingConfig.from(settings), random);
    NodeModels servings = new NodeModels(config, permits, clock, metrics);
    Placer placer =
        new Placer(
            new Placer.Parts(pool, strategies, accounts, telemetry, spending, servings),
            spill,
            random);
    OutcomeFeedback lessons =
        new OutcomeFeedback(pool, placer, new OutlierDetector(pool, placer, metrics));
    Retries retries = new Retries(config.maxAttempts(), RetryConfig.from(settings), timer, random);
    return new Router(
        new Router.Parts(
            pool, placer, strategies, upstream, admission, lessons, retries, new SilentAttempts()),
        clock,
        metrics);
  }

  private Upkeep upkeep(RoutingConfig config) {
    BalanceProbe balances =
        new BalanceProbe(
            accounts,
            upstream,
            trouble ->
                pool.nodes().stream()
                    .filter(node -> node.account(accounts) == trouble.account())
                    .map(Node::target)
                    .findFirst(),
            clock);
    return new Upkeep(
        new Upkeep.Parts(
            watchdog,
            router,
            new Prober(pool, upstream, config, clock),
            pool,
            accounts,
            balances,
            telemetry,
            http));
  }

  /** The queues before the nodes. */
  public Admission admission() {
    return admission;
  }

  /** The router over the nodes. */
  public Router router() {
    return router;
  }

  /** What the attempts asked for and told. */
  public ObservedUpstream journal() {
    return upstream;
  }

  /** Adds or changes a node. */
  public void put(NodeSpec spec) {
    nodes.add(pool.put(spec));
  }

  /** Takes a node out; its calls go on. */
  public void remove(String name) {
    pool.remove(name);
  }

  /** The duties of many times a second. */
  public void watch() {
    upkeep.watch();
    admission.tick();
  }

  /** The duties of about once a second. */
  public void maintain() {
    upkeep.maintain();
  }

  /** What was not given back; nothing once no call and no probe is under way. */
  public List<String> leftovers() {
    List<String> found = new ArrayList<>();
    expect(found, "permits returned", permits.issued(), permits.returned());
    expect(found, "calls waiting", 0, admission.waiting());
    expect(found, "bytes waiting", 0, metrics.gauge(Metric.QUEUE_BYTES));
    nodes.stream().distinct().forEach(node -> leftAt(node, found));
    for (Account account : accounts.all()) {
      for (String model : List.of("chat", "spare", "own-chat")) {
        String limiter = "in flight of " + model + " at account " + account.name();
        expect(found, limiter, 0, account.limiter(model).inFlight());
      }
    }
    if (spending.reserved() != 0) {
      found.add("reserved of the public budget: " + spending.reserved());
    }
    return found;
  }

  private void leftAt(Node node, List<String> found) {
    expect(found, "in flight at node " + node.name(), 0, node.inFlight());
    expect(found, "prompt tokens queued at " + node.name(), 0, node.work().queued());
    expect(found, "tokens outstanding at " + node.name(), 0, node.work().outstanding());
    node.servings()
        .forEach(
            (capability, serving) -> {
              String where = capability + " at " + node.name();
              expect(found, "in flight of " + where, 0, serving.limiter().inFlight());
              if (!serving.breaker().allows(clock.getAsLong() + LONG_AFTER)) {
                found.add("the breaker of " + where + " waits for a probe that is over");
              }
            });
  }

  private static void expect(List<String> found, String what, long wanted, long actual) {
    if (wanted != actual) {
      found.add(what + ": " + actual + " instead of " + wanted);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
