package io.tidegate.routing;

import io.tidegate.routing.nodes.Accounts;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.probes.BalanceProbe;
import io.tidegate.routing.probes.Prober;
import io.tidegate.routing.probes.Telemetry;
import io.tidegate.upstream.HttpUpstream;
import io.tidegate.upstream.Watchdog;
import java.util.stream.Collectors;

/** What must be done from time to time for nodes and attempts. */
public final class Upkeep {

  private final Watchdog watchdog;
  private final Router router;
  private final Prober prober;
  private final Pool pool;
  private final Accounts accounts;
  private final BalanceProbe balances;
  private final Telemetry telemetry;
  private final HttpUpstream upstream;

  /** Those who have duties. */
  record Parts(
      Watchdog watchdog,
      Router router,
      Prober prober,
      Pool pool,
      Accounts accounts,
      BalanceProbe balances,
      Telemetry telemetry,
      HttpUpstream upstream) {}

  Upkeep(Parts parts) {
    this.watchdog = parts.watchdog();
    this.router = parts.router();
    this.prober = parts.prober();
    this.pool = parts.pool();
    this.accounts = parts.accounts();
    this.balances = parts.balances();
    this.telemetry = parts.telemetry();
    this.upstream = parts.upstream();
  }

  /** Ends attempts whose time is over or whose node is silent; to be done many times a second. */
  public void watch() {
    watchdog.tick();
    router.watch();
  }

  /** Asks nodes and name servers how they are, without waiting; to be done every second or so. */
  public void maintain() {
    upstream.maintain(pool.nodes().stream().map(Node::target).toList());
    prober.tick();
    accounts.keepOnly(
        () ->
            pool.nodes().stream().map(node -> node.account(accounts)).collect(Collectors.toSet()));
    balances.tick();
    telemetry.tick();
  }
}
