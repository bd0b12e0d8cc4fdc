package io.tidegate.cluster;

import static java.util.Objects.requireNonNull;

import io.tidegate.admission.Shares;
import io.tidegate.cluster.SharedMap.View;
import io.tidegate.quotas.QuotaShares;
import io.tidegate.quotas.SharedLimit;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Parts of rates by demand: each server announces, once in a while and for all limits together,
 * what it is asked for and has given, and each reckons from all announcements by the same rule
 * which part is its own, and of how much.
 *
 * <p>Rates are no places: that two servers divide by two different announcements for a beat is an
 * error of a beat's length, now in this direction and now in that. So one text of each server will
 * do, without a comparison, however many limits there are. While not all servers are known to be
 * seen, or nothing could be read for as long as a lease lasts, each uses an equal part at most.
 *
 * <p>{@link #part} is thread-safe and does not block; {@link #exchange} is for one thread.
 */
final class DemandShares implements QuotaShares {

  private static final Logger LOG = System.getLogger(DemandShares.class.getName());
  private static final String TOPIC = "demand";

  /** Into so many pieces a limit is divided. */
  private static final int PIECES = 1000;

  /** A server that nobody asks has so many pieces, so that a first call can be let in. */
  private static final int LEAST = 10;

  /** One who is not asked for all has a little more than that, to be able to grow. */
  private static final int HEADROOM = 32;

  private static final double THOUSANDTHS = 1000;

  private final ClusterConfig config;
  private final Shares places;
  private final LongSupplier clock;
  private final Map<String, SharedLimit> limits = new ConcurrentHashMap<>();

  /** What other servers had taken when they were last heard, by server and limit. */
  private Map<String, Map<String, LimitReport>> heard = Map.of();

  private volatile Map<String, Integer> parts = Map.of();
  private volatile int servers;
  private volatile long lastShared;

  /**
   * No part is known yet.
   *
   * @param places how places are shared
   * @param clock the nano clock
   */
  DemandShares(ClusterConfig config, Shares places, LongSupplier clock) {
    this.config = requireNonNull(config, "config");
    this.places = requireNonNull(places, "places");
    this.clock = requireNonNull(clock, "clock");
    this.servers = Math.max(1, config.size());
    this.lastShared = clock.getAsLong() - config.leaseTime().toNanos();
  }

  @Override
  public double part(String limit) {
    boolean shared = clock.getAsLong() - lastShared < config.leaseTime().toNanos();
    Integer mine = shared ? parts.get(limit) : null;
    return mine == null ? 1.0 / servers : (double) mine / PIECES;
  }

  @Override
  public int servers() {
    return servers;
  }

  @Override
  public void register(String limit, SharedLimit here) {
    limits.put(limit, here);
  }

  @Override
  public void forget(String limit) {
    limits.remove(limit);
  }

  @Override
  public Shares places() {
    return places;
  }

  /** Tells the others what is asked for here, and learns it of them; every second or so. */
  void exchange(SharedMap map) {
    try {
      View view = map.view();
      SortedMap<String, LimitReport> own = new TreeMap<>();
      limits.forEach((limit, here) -> own.put(limit, report(here)));
      map.announce(TOPIC, LimitReport.text(own));
      servers = Math.max(view.whole() ? config.size() : servers, view.members().size());
      if (!view.whole()) {
        parts = Map.of();
        heard = Map.of();
        return;
      }
      Map<String, Map<String, LimitReport>> others = others(view, map.announced(TOPIC));
      parts = divided(view.self(), others, own);
      lastShared = clock.getAsLong();
      limits.forEach((limit, here) -> settle(limit, here, others));
      heard = others;
    } catch (IOException unreachable) {
      LOG.log(Level.DEBUG, "what other servers are asked for cannot be seen", unreachable);
    }
  }

  private static Map<String, Map<String, LimitReport>> others(
      View view, Map<String, String> texts) {
    Map<String, Map<String, LimitReport>> others = new HashMap<>();
    view.members().stream()
        .filter(member -> !member.equals(view.self()))
        .forEach(member -> others.put(member, LimitReport.parsed(texts.get(member))));
    return others;
  }

  private static LimitReport report(SharedLimit here) {
    return new LimitReport(
        wanted(here.demand()), here.taken(), Math.round(here.left() * THOUSANDTHS));
  }

  /** Tells {@code here} what the others have taken since, or how much they know to be left. */
  private void settle(
      String limit, SharedLimit here, Map<String, Map<String, LimitReport>> others) {
    long amount = 0;
    boolean known = false;
    for (Map.Entry<String, Map<String, LimitReport>> other : others.entrySet()) {
      LimitReport now = other.getValue().get(limit);
      LimitReport before = heard.getOrDefault(other.getKey(), Map.of()).get(limit);
      if (now != null && before != null) {
        amount += now.taken() - before.taken();
        known = true;
      }
    }
    if (!known) {
      others.values().stream()
          .map(reports -> reports.get(limit))
          .filter(Objects::nonNull)
          .mapToLong(LimitReport::left)
          .average()
          .ifPresent(left -> here.join(left / THOUSANDTHS));
    }
    here.settle(amount);
  }

  private static Map<String, Integer> divided(
      String self, Map<String, Map<String, LimitReport>> others, Map<String, LimitReport> own) {
    Map<String, Integer> mine = new HashMap<>();
    own.forEach(
        (limit, report) -> {
          Map<String, Integer> wanted = new HashMap<>();
          wanted.put(self, report.wanted());
          others.forEach(
              (member, reports) -> {
                LimitReport asked = reports.get(limit);
                wanted.put(member, asked == null ? LEAST : asked.wanted());
              });
          mine.put(limit, Division.divide(PIECES, wanted).get(self));
        });
    return mine;
  }

  private static int wanted(double demand) {
    double pieces = demand * PIECES;
    return (int) Math.max(LEAST, Math.min(PIECES, Math.ceil(pieces + pieces / HEADROOM)));
  }
}
