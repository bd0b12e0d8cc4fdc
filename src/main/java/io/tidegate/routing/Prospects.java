package io.tidegate.routing;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.DialectName;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Accounts;
import io.tidegate.routing.nodes.Capability;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModel;
import io.tidegate.routing.nodes.NodeModels;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.Tier;
import io.tidegate.routing.nodes.TierGroup;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a call may expect of the nodes: which of them may serve it sooner or later, when the first
 * of those is back that rest, and why it would wait in vain.
 *
 * <p>Times are readings of the nano clock, spans are in nanoseconds. Thread-safe; never blocks.
 */
final class Prospects {

  /** What whoever speaks a dialect does. */
  private static final List<Operation> MAIN =
      List.of(Operation.CHAT, Operation.RESPONSES, Operation.MESSAGES);

  private final Pool pool;
  private final Accounts accounts;
  private final NodeModels servings;
  private final SpendingCap spending;

  Prospects(Pool pool, Accounts accounts, NodeModels servings, SpendingCap spending) {
    this.pool = pool;
    this.accounts = accounts;
    this.servings = servings;
    this.spending = spending;
  }

  /** Whether any node may serve {@code call} at {@code until} the latest. */
  boolean promise(Routable call, long until) {
    return backIn(call, until) == 0;
  }

  /** Why no node is there for {@code call}, of which none makes a promise, at {@code now}. */
  Failure excuse(Routable call, long now) {
    long resting = restOnly(call, now);
    if (resting < 0) {
      return Hopeless.NOBODY;
    }
    long back = backIn(call, now);
    return back > resting ? Hopeless.tooDear(back) : Hopeless.resting(back);
  }

  /**
   * Why it is in vain for {@code call} to wait until {@code until}; null if it is not, as far as
   * one knows: a node that is out may be back at any time.
   */
  Failure inVain(Routable call, long until, long now) {
    boolean over = until - now <= 0;
    long back = backIn(call, over ? now : until);
    return back > 0 || (back < 0 && over) ? excuse(call, now) : null;
  }

  /** The nodes that serve the model of {@code call} and are open to it. */
  Stream<Node> candidates(Routable call) {
    return pool.groups(call.model()).stream()
        .filter(group -> openTo(call, group))
        .flatMap(group -> group.nodes().stream())
        .filter(node -> speaks(node, call));
  }

  /**
   * Whether {@code node} may be asked in the dialect of {@code call}, and at the root to which the
   * call belongs, as far as was said of it.
   */
  boolean speaks(Node node, Routable call) {
    return speaks(node, call.call(), call.model());
  }

  private boolean speaks(Node node, Call call, String model) {
    return node.spec().dialects().speaks(call.operation().dialect())
        && (!call.request().facts().beta() || pool.takesBeta(node, model));
  }

  /** Whether no node of {@code models} may be asked what {@code call} asks. */
  boolean unspoken(Call call, List<String> models) {
    return models.stream()
        .noneMatch(
            model -> pool.serving(model).stream().anyMatch(node -> speaks(node, call, model)));
  }

  /** Whether nobody has what {@code call} asks for, as the last node said by {@code status}. */
  boolean lacks(Routable call, int status, long now) {
    return call.call().operation().dialect().lackedBy(status)
        && candidates(call).noneMatch(node -> serving(node, call).offering().open(now));
  }

  /** What {@code call} is told when no node serves one of {@code models} in its dialect. */
  Failure unspoken(Call call, List<String> models, long now) {
    Set<DialectName> spoken = dialects(models, now);
    boolean beta = call.request().facts().beta() && spoken.contains(call.operation().dialect());
    return beta
        ? Hopeless.betaless(call.model(), call.operation())
        : Hopeless.unspoken(call.model(), call.operation(), spoken);
  }

  private Set<DialectName> dialects(List<String> models, long now) {
    Set<DialectName> spoken = EnumSet.noneOf(DialectName.class);
    for (String model : models) {
      for (Node node : pool.serving(model)) {
        for (Operation each : MAIN) {
          NodeModel known = node.serving(new Capability(model, each));
          if (node.spec().dialects().speaks(each.dialect())
              && (known == null || known.offering().open(now))) {
            spoken.add(each.dialect());
          }
        }
      }
    }
    return spoken;
  }

  static boolean openTo(Routable call, TierGroup group) {
    return !(call.call().terms().pinned() && group.tier() == Tier.PUBLIC);
  }

  /** Whether {@code node} may have a place for {@code call} sooner or later. */
  boolean serves(Node node, Routable call, long now) {
    return mayServe(node, call) && offers(node, call, now);
  }

  /** Whether {@code node} has what is asked for, or none has, so that one has to say why not. */
  boolean offers(Node node, Routable call, long now) {
    return serving(node, call).offering().open(now)
        || (call.attempts() == 0 && nobodyOffers(call, now));
  }

  /** What {@code call} asks of {@code node}. */
  NodeModel serving(Node node, Routable call) {
    return servings.of(node, call.capability());
  }

  private boolean mayServe(Node node, Routable call) {
    Account account = node.account(accounts);
    return speaks(node, call)
        && node.usable()
        && account.usable(node.spec().apiKey())
        && !call.refusedBy(node, account);
  }

  private boolean nobodyOffers(Routable call, long now) {
    return candidates(call)
        .noneMatch(node -> mayServe(node, call) && serving(node, call).offering().open(now));
  }

  /**
   * How long after {@code time} the first node for {@code call} is back of those that rest, keep
   * their breaker open or are too dear beyond that; 0 if one does not, and -1 if there is none.
   */
  private long backIn(Routable call, long time) {
    return soonest(call, time, true);
  }

  /** The same, whatever they cost. */
  private long restOnly(Routable call, long time) {
    return soonest(call, time, false);
  }

  /** In loops, since each call asks; a node that is there makes those behind it uninteresting. */
  private long soonest(Routable call, long time, boolean priced) {
    long soonest = -1;
    for (TierGroup group : pool.groups(call.model())) {
      for (Node node : openTo(call, group) ? group.nodes() : List.<Node>of()) {
        if (serves(node, call, time)) {
          long rest = rest(node, call, time);
          long back = priced ? Math.max(rest, tooDearFor(node, call, time)) : rest;
          soonest = soonest < 0 ? back : Math.min(soonest, back);
          if (soonest == 0) {
            return 0;
          }
        }
      }
    }
    return soonest;
  }

  private long rest(Node node, Routable call, long time) {
    long ofAccount = node.account(accounts).rest(node.own(call.model()), time);
    return Math.max(ofAccount, serving(node, call).rest(time));
  }

  private long tooDearFor(Node node, Routable call, long time) {
    return spending.rest(
        node.spec().price(call.prompt().tokens(), call.prompt().expectedOutput()), time);
  }
}
