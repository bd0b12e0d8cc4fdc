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
final class LimitLease {

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
   * @param before how many it had at the renewal before
   * @param now the nano clock's reading before anything was asked
   */
  record Beat(View view, int servers, int before, long now) {}

  private volatile Limit limit;
  private final long millis;
  private volatile Held held;
  private volatile Remainder remainder = Remainder.NONE;
  private final Silence silence = new Silence();
  private long lastSure;

  /** No lease yet on {@code limit}, for {@code millis} at a time from {@code now} on. */
  LimitLease(Limit limit, long millis, long now) {
    this.limit = limit;
    this.millis = millis;
    this.held = new Held(0, now);
    this.lastSure = now;
  }

  /** Takes {@code next}, of the same key, for the limit: whoever used it may have been replaced. */
  void become(Limit next) {
    limit = next;
  }

  /**
   * The places that may be used at {@code now}.
   *
   * @param parts into how many equal parts the limit is divided: without a renewal no more than one
   *     of them, and after a while no less, because by then the others have gone back to theirs,
   *     too
   */
  int usable(long now, int all, int parts) {
    Held last = held;
    long over = now - last.end();
    if (over < 0) {
      return last.places();
    }
    int fair = remainder.part(all, parts);
    return over < SETTLING * nanos() ? Math.min(last.places(), fair) : fair;
  }

  /** What there is to see of it at {@code now}, under the name {@code account}. */
  ClusterView.Share share(String account, long now, int parts) {
    int all = limit.places().getAsInt();
    int usable = Math.min(all, usable(now, all, parts));
    return new ClusterView.Share(account, all, usable, limit.inUse().getAsInt());
  }

  /** Renews the lease; false when it could not be, or when a server may be cut off. */
  boolean renew(SharedMap map, Beat beat) throws IOException {
    boolean known = limit.known();
    int all = limit.places().getAsInt();
    int current = usable(beat.now(), all, beat.servers());
    int shown = Math.max(current, usable(beat.now(), all, beat.before()));
    for (int i = 0; i < TRIES; i++) {
      long time = map.time();
      String before = map.get(limit.key());
      Ledger there = Ledger.parse(before);
      Ledger ledger = survivors(there, beat.view());
      int wanted = wanted(all, current);
      Set<String> silent = silent(ledger, beat.view());
      boolean doubt = !beat.view().whole() || ledger.ended(time);
      lastSure = doubt ? lastSure : beat.now();
      Shared shared = new Shared(ledger, silent, all, time);
      silence.look(silent, beat.now());
      boolean isOver = !doubt && there.isOfNobody(beat.view().members());
      // What is not there is written by those alone who have the limit, or it would never go.
      if (!known && (before == null || (isOver && map.remove(limit.key(), before)))) {
        return true;
      }
      boolean more = claims(shared, beat, doubt);
      int target = doubt ? cautious(all, current, beat) : target(shared, wanted, beat);
      int grant = Math.min(target, Math.max(room(shared, beat), current));
      lower(grant);
      // Lowered now, announced at the next beat: a call that still saw the old share may start.
      int announced = Math.max(Math.max(grant, shown), limit.inUse().getAsInt());
      ServerShare mine = new ServerShare(announced, wanted, time + millis, more, known);
      if (map.replace(limit.key(), before, ledger.with(beat.view().self(), mine).text())) {
        held = new Held(grant, beat.now() + nanos());
        remainder = more ? new Remainder(all, beat.servers()) : Remainder.NONE;
        return !doubt;
      }
    }
    return false;
  }

  /** The other servers' holdings, who has none, and all places there are, at a cluster's time. */
  private record Shared(Ledger others, Set<String> silent, int all, long time) {}

  /** The others that may be running. */
  private static Ledger survivors(Ledger ledger, View view) {
    Ledger others = ledger.without(view.self());
    return view.whole() ? others.of(view.members()) : others;
  }

  /** Members that have announced nothing: they are new, or their entry was lost. */
  private static Set<String> silent(Ledger others, View view) {
    Set<String> silent = new HashSet<>(view.members());
    silent.remove(view.self());
    silent.removeAll(others.holdings().keySet());
    return silent;
  }

  /**
   * Whether this server's equal part is one place larger, decided while all see all; when parts
   * have changed in doubt, it goes.
   */
  private boolean claims(Shared shared, Beat beat, boolean doubt) {
    boolean has = remainder.of(shared.all(), beat.servers());
    if (doubt) {
      return has;
    }
    Set<String> others = shared.others().claiming();
    int left = shared.all() % beat.servers();
    if (has) {
      // When the limit has changed there may be too many: the first ones keep theirs.
      return others.stream().filter(id -> id.compareTo(beat.view().self()) < 0).count() < left;
    }
    return shared.silent().isEmpty() && others.size() < left;
  }

  /** Some more than is used; everything, when all that may be used is used. */
  private int wanted(int all, int current) {
    int used = limit.inUse().getAsInt();
    if (used >= current) {
      // Who does not know the limit wants one place of it, to be able to start at once.
      return Math.max(1, all);
    }
    return Math.min(all, used + Math.max(1, used / HEADROOM));
  }

  /**
   * An equal part, but nothing more before the others, too, have noticed and gone back to theirs.
   */
  private int cautious(int all, int current, Beat beat) {
    int fair = remainder.part(all, beat.servers());
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

  /**
   * The places that no other server can be using.
   *
   * <p>A silent member's last renewal lies before it was first missed, so that it has gone back to
   * its equal part after a lease's time, and its calls, as the others', after the settling time.
   */
  private int room(Shared shared, Beat beat) {
    int fair = shared.all() / beat.servers();
    int room = shared.all();
    for (ServerShare other : shared.others().holdings().values()) {
      boolean settled = shared.time() - other.end() >= SETTLING * millis;
      room -= settled ? fair + (other.remainder() ? 1 : 0) : other.places();
    }
    if (silence.isYoungerThan(SETTLING * nanos(), beat.now())) {
      return 0;
    }
    int unknown = shared.silent().size();
    int claimed = shared.others().claiming().size();
    int unclaimed = Math.max(0, shared.all() % beat.servers() - claimed);
    return room - unknown * fair - Math.min(unknown, unclaimed);
  }

  private void lower(int places) {
    Held last = held;
    held = new Held(Math.min(places, last.places()), last.end());
  }

  private long nanos() {
    return millis * 1_000_000;
  }
}
