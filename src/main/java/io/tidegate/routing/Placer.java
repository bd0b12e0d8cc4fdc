package io.tidegate.routing;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Permit;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.balancing.Balancer;
import io.tidegate.routing.balancing.Candidates;
import io.tidegate.routing.balancing.Strategies;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Accounts;
import io.tidegate.routing.nodes.Capability;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModel;
import io.tidegate.routing.nodes.NodeModels;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.Spill;
import io.tidegate.routing.nodes.TierGroup;
import io.tidegate.routing.probes.Telemetry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Finds a place for a call: the preferred tier and region first, and in it the node that the
 * model's strategy picks among those that have room.
 *
 * <p>INVARIANT: a place holds one permit of the node, of the model at the node and of the model at
 * the account, or none of them. Thread-safe; never blocks.
 */
final class Placer {

  /** A group below 1/1.4 of its weight shares its calls with the next ones, as in Envoy. */
  private static final double OVERPROVISIONING = 1.4;

  private final Pool pool;
  private final Strategies strategies;
  private final Prospects prospects;
  private final Accounts accounts;
  private final Telemetry telemetry;
  private final SpendingCap spending;
  private final SpillConfig config;
  private final NodeModels servings;
  private final RandomGenerator random;

  /** What a placer works with. */
  record Parts(
      Pool pool,
      Strategies strategies,
      Accounts accounts,
      Telemetry telemetry,
      SpendingCap spending,
      NodeModels servings) {}

  Placer(Parts parts, SpillConfig config, RandomGenerator random) {
    this.pool = parts.pool();
    this.strategies = parts.strategies();
    this.accounts = parts.accounts();
    this.prospects = new Prospects(pool, accounts, parts.servings(), parts.spending());
    this.telemetry = parts.telemetry();
    this.spending = parts.spending();
    this.servings = parts.servings();
    this.config = config;
    this.random = random;
  }

  /**
   * A place for {@code call}, or null.
   *
   * @param expectedWait how long it would wait for one in the tier it prefers, in nanoseconds
   */
  Place place(Routable call, long expectedWait, long now) {
    List<TierGroup> groups = pool.groups(call.model());
    int first = groups.size() < 2 ? 0 : first(groups);
    Place place = first == 0 ? null : in(groups.get(first), call, now);
    for (int i = 0; place == null && i < groups.size(); i++) {
      TierGroup group = groups.get(i);
      place = in(group, call, now);
      if (place == null && expectedWait < config.after().toNanos() && soon(group, call, now)) {
        return null;
      }
    }
    return place;
  }

  /** Whether {@code place} is not in the tier and region that its model prefers. */
  boolean away(Place place) {
    List<TierGroup> groups = pool.groups(place.model());
    return groups.size() > 1 && !groups.get(0).nodes().contains(place.node());
  }

  /** Whether another node has a place for {@code call} now, were it not where it is. */
  boolean opens(Routable call, long now) {
    return prospects.candidates(call).anyMatch(node -> free(node, call, now));
  }

  /** The share of the places at the nodes for {@code model} that is taken, 0 to 1. */
  double saturation(String model) {
    long taken = 0;
    long places = 0;
    for (Node node : pool.serving(model)) {
      if (node.usable()) {
        // What others have at the node is no place for this model, and none of its own either.
        int own = node.inFlight(model);
        int free = Math.max(0, node.spec().maxConnections() - node.inFlight());
        taken += own;
        places += own + Math.min(free, Math.max(0, node.limit(model) - own));
      }
    }
    return places == 0 ? 1 : (double) taken / places;
  }

  /** How long the fastest node would need for the prompt of {@code call} alone, 0 if not sure. */
  long alone(Routable call) {
    long fastest = Long.MAX_VALUE;
    for (Node node : pool.serving(call.model())) {
      if (node.usable() && prospects.speaks(node, call)) {
        fastest =
            Math.min(fastest, prospects.serving(node, call).surelyAlone(call.prompt().tokens()));
      }
    }
    return fastest == Long.MAX_VALUE ? 0 : fastest;
  }

  /** Whether the breaker of {@code capability} at {@code node} lets all calls through. */
  boolean closed(Node node, Capability capability, long now) {
    return servings.of(node, capability).closed(now);
  }

  /** What calls may expect of the nodes. */
  Prospects prospects() {
    return prospects;
  }

  /**
   * The account, of those that serve one of {@code models}, that made what {@code call} holds for
   * its maker's eyes only; of several the latter. Null if there is no such thing, or no one knows.
   */
  Account maker(Call call, List<String> models) {
    for (String mark : call.request().facts().encrypted()) {
      for (String model : models) {
        for (Node node : pool.serving(model)) {
          Account account = account(node);
          if (account.made(call.tenant(), mark)) {
            return account;
          }
        }
      }
    }
    return null;
  }

  Account account(Node node) {
    return node.account(accounts);
  }

  /** Whether the provider of {@code node} takes its key, and its account can pay. */
  boolean paid(Node node) {
    return account(node).usable(node.spec().apiKey());
  }

  private int first(List<TierGroup> groups) {
    TierGroup preferred = groups.get(0);
    if (preferred.usableWeight() * OVERPROVISIONING >= preferred.weight()) {
      return 0;
    }
    return Spill.first(groups.stream().map(TierGroup::health).toList(), random.nextDouble());
  }

  /** Whether {@code call} may wait for a node of {@code group}: one that works, but is full. */
  private boolean soon(TierGroup group, Routable call, long now) {
    return Prospects.openTo(call, group)
        && group.nodes().stream()
            .anyMatch(
                node -> prospects.serves(node, call, now) && closed(node, call.capability(), now));
  }

  private Place in(TierGroup group, Routable call, long now) {
    if (!Prospects.openTo(call, group)) {
      return null;
    }
    Predicate<Node> open = node -> open(node, call, now);
    Predicate<Node> rested = node -> !telemetry.saturated(node, now) && open.test(node);
    Predicate<Node> trusted = node -> !prospects.serving(node, call).suspect() && rested.test(node);
    Place place = among(group, trusted, call, now);
    if (place == null
        && group.nodes().stream().anyMatch(node -> prospects.serving(node, call).suspect())) {
      place = among(group, rested, call, now);
    }
    // When all report that they are saturated, somebody has to take the calls all the same.
    return place == null && allSaturated(group, call, now) ? among(group, open, call, now) : place;
  }

  private Place among(TierGroup group, Predicate<Node> eligible, Routable call, long now) {
    Balancer balancer = strategies.of(call.model(), call.prompt());
    Set<Node> missed = new HashSet<>(2);
    Predicate<Node> left = node -> !missed.contains(node) && eligible.test(node);
    Candidates choice = new Candidates(group.nodes(), left, call.prompt(), now);
    for (Node node = balancer.pick(choice); node != null; node = balancer.pick(choice)) {
      Place place = take(node, call, now);
      if (place != null) {
        return place;
      }
      // Another call has taken the node's last place since, or it is too dear at present.
      missed.add(node);
    }
    return null;
  }

  private boolean allSaturated(TierGroup group, Routable call, long now) {
    for (Node node : group.nodes()) {
      boolean works = prospects.serves(node, call, now) && closed(node, call.capability(), now);
      if (works && !telemetry.saturated(node, now)) {
        return false;
      }
    }
    return true;
  }

  private boolean open(Node node, Routable call, long now) {
    return free(node, call, now) && !call.runsOn(account(node));
  }

  private boolean free(Node node, Routable call, long now) {
    if (!node.usable() || node.atThreshold() || !prospects.speaks(node, call)) {
      return false;
    }
    Account account = account(node);
    return prospects.serving(node, call).hasRoom(now)
        && prospects.offers(node, call, now)
        && account.open(node.own(call.model()), node.spec().apiKey(), now)
        && !call.refusedBy(node, account);
  }

  private Place take(Node node, Routable call, long now) {
    NodeModel serving = prospects.serving(node, call);
    Account account = account(node);
    Optional<Permit> atNode = node.tryAcquire();
    Optional<Permit> ofModel = atNode.flatMap(permit -> serving.limiter().tryAcquire());
    Optional<Permit> ofAccount =
        ofModel.flatMap(permit -> account.limiter(node.own(call.model())).tryAcquire());
    Runnable giveBack =
        () -> {
          atNode.ifPresent(Permit::close);
          ofModel.ifPresent(Permit::close);
          ofAccount.ifPresent(Permit::close);
        };
    double price =
        ofAccount.isPresent()
            ? node.spec().price(call.prompt().tokens(), call.prompt().expectedOutput())
            : 0;
    boolean probe = !serving.closed(now);
    if (ofAccount.isEmpty() || (probe && !serving.breaker().tryProbe(now))) {
      giveBack.run();
      return null;
    }
    if (price > 0 && !spending.tryReserve(price, now)) {
      serving.breaker().released(probe);
      giveBack.run();
      return null;
    }
    return new Place(
        node,
        node.target(),
        call.model(),
        serving,
        account,
        new Permit(giveBack),
        serving.limiter().inFlight(),
        account.limiter(node.own(call.model())).inFlight(),
        new AtomicBoolean(probe),
        price);
  }

  /**
   * Corrects what was reserved for {@code place} by what was used.
   *
   * @param served whether an answer was given: one of which no tokens are known costs the estimate
   */
  void settle(Place place, Usage usage, boolean served, long now) {
    if (place.reserved() > 0) {
      spending.settle(place.reserved(), place.cost(usage, served), now);
    }
  }
}
