package io.tidegate.cluster;

import io.tidegate.cluster.SharedMap.View;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * This server's lease on the places of one limit.
 *
 * <p>Renewed by one thread; {@link #usable} may be asked by any.
 */
final class Lease {

  /** How long after its end a lease still counts in full, as a multiple of its time. */
  static final int SETTLING = 3;

  private static final int TRIES = 3;
  private static final int HEADROOM = 4;

  /** What may be used until when, on the nano clock. */
  private record Held(int places, long end) {}

  /**
   * When and for how many servers a lease is renewed.
   *
   * @param view the cluster
   * @param servers how many servers the cluster has when it is complete
   * @param now the nano clock's reading before anything was asked
   */
  record Beat(View view, int servers, long now) {}

  private volatile Limit limit;
  private final long millis;
  private volatile Held held;
  private long heardAll;
  private long lastSure;

  /** No lease yet on {@code limit}, for {@code millis} at a time from {@code now} on. */
  Lease(Limit limit, long millis, long now) {
    this.limit = limit;
    this.millis = millis;
    this.held = new Held(0, now);
    this.heardAll = now;
    this.lastSure = now;
  }

  /** Takes {@code next}, of the same key, for the limit: whoever used it may have been replaced. */
  void become(Limit next) {
    limit = next;
  }

  /**
   * The places that may be used at {@code now}.
   *
   * @param fair an equal part of the limit: without a renewal no more, and after a while no less,
   *     because by then the others have gone back to their parts, too
   */
  int usable(long now, int fair) {
    Held last = held;
    long over = now - last.end();
    if (over < 0) {
      return last.places();
    }
    return over < SETTLING * nanos() ? Math.min(last.places(), fair) : fair;
  }

  /** Renews the lease; false when it could not be, or when a server may be cut off. */
  boolean renew(SharedMap map, Beat beat) throws IOException {
    int all = limit.places().getAsInt();
    int current = usable(beat.now(), all / beat.servers());
    for (int i = 0; i < TRIES; i++) {
      long time = map.time();
      String before = map.get(limit.key());
      Ledger ledger = survivors(Ledger.parse(before), beat.view());
      int wanted = wanted(all, current);
      boolean doubt = !beat.view().whole() || ledger.ended(time);
      lastSure = doubt ? lastSure : beat.now();
      Shared shared = new Shared(ledger, all, time);
      int target = doubt ? cautious(all, current, beat) : target(shared, wanted, beat);
      int grant = Math.min(target, Math.max(room(shared, beat), current));
      lower(grant);
      // Lowered now, announced at the next beat: a call that still saw the old share may start.
      int announced = Math.max(Math.max(grant, current), limit.inUse().getAsInt());
      Holding mine = new Holding(announced, wanted, time + millis);
      if (map.replace(limit.key(), before, ledger.with(beat.view().self(), mine).text())) {
        held = new Held(grant, beat.now() + nanos());
        return !doubt;
      }
    }
    return false;
  }

  /** The other servers' holdings, and all the places there are, at a time of the cluster. */
  private record Shared(Ledger others, int all, long time) {}

  /** The others that may be running. */
  private static Ledger survivors(Ledger ledger, View view) {
    Ledger others = ledger.without(view.self());
    return view.whole() ? others.of(view.members()) : others;
  }

  /** Some more than is used; everything, when all that may be used is used. */
  private int wanted(int all, int current) {
    int used = limit.inUse().getAsInt();
    if (used >= current) {
      return all;
    }
    return Math.min(all, used + Math.max(1, used / HEADROOM));
  }

  /**
   * An equal part, but nothing more before the others, too, have noticed and gone back to theirs.
   */
  private int cautious(int all, int current, Beat beat) {
    int fair = all / beat.servers();
    return beat.now() - lastSure < SETTLING * nanos() ? Math.min(current, fair) : fair;
  }

  private int target(Shared shared, int wanted, Beat beat) {
    if (shared.all() < beat.view().members().size()) {
      return turn(shared, beat.view());
    }
    int fair = shared.all() / beat.servers();
    Map<String, Integer> demands = new HashMap<>(shared.others().wanted());
    beat.view().members().forEach(member -> demands.putIfAbsent(member, fair));
    demands.put(beat.view().self(), wanted);
    return Division.divide(shared.all(), demands).get(beat.view().self());
  }

  /** With fewer places than servers each has one in turn: without any it cannot show its need. */
  private int turn(Shared shared, View view) {
    List<String> servers = view.members().stream().sorted().toList();
    long place = servers.indexOf(view.self()) + shared.time() / millis;
    return place % servers.size() < shared.all() ? 1 : 0;
  }

  /** The places that no other server can be using. */
  private int room(Shared shared, Beat beat) {
    int fair = shared.all() / beat.servers();
    int room = shared.all();
    for (Holding other : shared.others().holdings().values()) {
      boolean settled = shared.time() - other.end() >= SETTLING * millis;
      room -= settled ? fair : other.places();
    }
    int silent = silent(shared, beat);
    if (silent == 0) {
      heardAll = beat.now();
    }
    // A member without a holding is new, or its entry was lost: then it soon announces all it uses.
    boolean mayBeLost = beat.now() - heardAll < nanos();
    return silent > 0 && mayBeLost ? 0 : room - silent * fair;
  }

  private static int silent(Shared shared, Beat beat) {
    Set<String> silent = new HashSet<>(beat.view().members());
    silent.remove(beat.view().self());
    silent.removeAll(shared.others().holdings().keySet());
    return silent.size();
  }

  private void lower(int places) {
    Held last = held;
    held = new Held(Math.min(places, last.places()), last.end());
  }

  private long nanos() {
    return millis * 1_000_000;
  }
}
