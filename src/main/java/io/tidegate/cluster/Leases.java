package io.tidegate.cluster;

import static java.util.Objects.requireNonNull;

import io.tidegate.admission.Shares;
import io.tidegate.cluster.LimitLease.Beat;
import io.tidegate.cluster.SharedMap.View;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Shares of limits by leases (Gray and Cheriton, 1989): each server holds places of each limit for
 * a short time, and renews them all every second, off the way of the requests.
 *
 * <p>The laws:
 *
 * <ul>
 *   <li>A place is granted only if no other server can be using it: what the others announced,
 *       which is never less than their calls use. While a member has announced nothing, nobody gets
 *       more, until its own silence has lasted for {@value Lease#SETTLING} times a lease's time. So
 *       each announces something for every limit that anybody shares, also for those it never used.
 *   <li>A lease that ends without a renewal takes nothing from anybody: its server goes back to an
 *       equal part at most, and so do the others until they know more. What is left over from equal
 *       parts was claimed before. Only a server that is known not to run any more is inherited
 *       from.
 *   <li>Each says whether it has the limit itself. Once all members have said that they do not, and
 *       hold nothing, whoever finds that takes the limit out of the map, and nobody writes it back
 *       but who has it: then it is as new as at first.
 *   <li>So the calls of all servers exceed a limit only by calls that were running when their
 *       server was cut off, and not before the {@value Lease#SETTLING}-fold time of a lease has
 *       passed.
 * </ul>
 *
 * <p>{@link #share} is thread-safe and does not block; {@link #renew} is for one thread.
 */
public final class Leases implements Shares, ClusterStatus {

  private static final Logger LOG = System.getLogger(Leases.class.getName());

  private final ClusterConfig config;
  private final LongSupplier clock;
  private final Metrics metrics;
  private final Map<String, LimitLease> leases = new ConcurrentHashMap<>();

  /** The limits that this server has; the others are only heard of. */
  private final Set<String> own = ConcurrentHashMap.newKeySet();

  private volatile int servers;
  private volatile int members = 1;
  private volatile List<ClusterView.Peer> peers = List.of();
  private volatile long lastShared;
  private boolean wasShared;

  /** Leases on the nano clock {@code clock}; none is held before the first {@link #renew}. */
  public Leases(ClusterConfig config, LongSupplier clock, Metrics metrics) {
    this.config = requireNonNull(config, "config");
    this.clock = requireNonNull(clock, "clock");
    this.metrics = requireNonNull(metrics, "metrics");
    this.servers = config.size();
    this.lastShared = clock.getAsLong() - config.leaseTime().toNanos();
    metrics.gauge(Metric.CLUSTER_MEMBERS, () -> members);
    metrics.gauge(Metric.LEASE_SHARED, () -> shared() ? 1 : 0);
  }

  @Override
  public void register(String key, IntSupplier limit, IntSupplier inUse) {
    // In this order: what is own is not dropped meanwhile.
    own.add(key);
    var unused =
        leases.compute(
            key,
            (name, known) -> {
              LimitLease lease = known == null ? unknown(name) : known;
              lease.become(new Limit(name, true, limit, inUse));
              return lease;
            });
    metrics.gauge(Metric.LEASE, () -> share(key, limit.getAsInt()), key);
  }

  /**
   * The lease stays as one on a limit that only others use, who wait for what it announces, until
   * no server has it.
   */
  @Override
  public void forget(String key) {
    own.remove(key);
    metrics.remove(Metric.LEASE, key);
    LimitLease lease = leases.get(key);
    if (lease != null) {
      lease.become(Limit.unknown(key));
    }
  }

  @Override
  public int share(String key, int limit) {
    LimitLease lease = leases.get(key);
    // What is not registered yet is announced by nobody.
    return lease == null ? 0 : Math.min(limit, lease.usable(clock.getAsLong(), limit, servers));
  }

  private LimitLease lease(String key) {
    return leases.computeIfAbsent(key, this::unknown);
  }

  private LimitLease unknown(String key) {
    return new LimitLease(Limit.unknown(key), config.leaseTime().toMillis(), clock.getAsLong());
  }

  /** Renews every lease over {@code map}; to be done every second or so. */
  public void renew(SharedMap map) {
    long now = clock.getAsLong();
    try {
      View view = map.view();
      members = view.members().size();
      peers = map.peers();
      int before = servers;
      int least = view.whole() ? config.size() : before;
      servers = Math.max(least, members);
      boolean all = view.whole();
      Beat beat = new Beat(view, servers, before, now);
      all &= heard(map);
      for (LimitLease lease : leases.values()) {
        all &= renewed(lease, map, beat);
      }
      if (all) {
        lastShared = now;
      }
    } catch (IOException unreachable) {
      LOG.log(Level.DEBUG, "the cluster cannot be seen", unreachable);
    }
    tell(shared());
  }

  /** Learns of the limits that only others have used so far, and forgets those of nobody. */
  private boolean heard(SharedMap map) {
    try {
      Set<String> there = map.keys();
      there.forEach(this::lease);
      for (String key : leases.keySet()) {
        var unused =
            leases.computeIfPresent(
                key, (name, lease) -> there.contains(name) || own.contains(name) ? lease : null);
      }
      return true;
    } catch (IOException unreachable) {
      LOG.log(Level.DEBUG, "the shared limits cannot be listed", unreachable);
      return false;
    }
  }

  /** One limit's entry may be out of reach while another's is not. */
  private static boolean renewed(LimitLease lease, SharedMap map, Beat beat) {
    try {
      return lease.renew(map, beat);
    } catch (IOException unreachable) {
      LOG.log(Level.DEBUG, "a lease cannot be renewed", unreachable);
      return false;
    }
  }

  /** Whether leases are in force: all were renewed lately, with no server cut off. */
  boolean shared() {
    return clock.getAsLong() - lastShared < config.leaseTime().toNanos();
  }

  /** How many limits are renewed, those included that only others have. */
  int size() {
    return leases.size();
  }

  /** How many servers see each other, this one included. */
  int members() {
    return members;
  }

  @Override
  public String condition() {
    if (!shared()) {
      return "no cluster: limit/" + servers + " each";
    }
    return members + (members == 1 ? " member" : " members") + ", leases shared";
  }

  @Override
  public ClusterView view() {
    long now = clock.getAsLong();
    int parts = servers;
    return new ClusterView(
        condition(),
        shared(),
        peers,
        leases.entrySet().stream()
            .filter(each -> own.contains(each.getKey()))
            .sorted(Map.Entry.comparingByKey())
            .map(each -> each.getValue().share(each.getKey(), now, parts))
            .toList());
  }

  private void tell(boolean isShared) {
    if (isShared != wasShared) {
      wasShared = isShared;
      LOG.log(isShared ? Level.INFO : Level.WARNING, "limits of accounts: {0}", condition());
    }
  }
}
