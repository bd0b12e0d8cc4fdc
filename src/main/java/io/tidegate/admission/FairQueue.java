package io.tidegate.admission;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * The calls of one lane that wait: by priority, then by turns of the tenants.
 *
 * <p>Guarded by the lane's lock; only {@link #size} may be read without.
 */
final class FairQueue {

  /** Beyond that many strands without a place there probably is none. */
  private static final int MOST_FAILURES = 4;

  /** A call that has left the queue for a place, and what starts it there. */
  record Started(Waiting waiting, Runnable start) {}

  private final Map<Priority, FairTurns> classes = new EnumMap<>(Priority.class);
  private final IdentityHashMap<Candidate, Waiting> byCandidate = new IdentityHashMap<>();
  private final TreeSet<Waiting> byExpiry = new TreeSet<>(Waiting.EXPIRY);
  private final String model;
  private final ByteShares shares;
  private volatile int size;
  private int retries;
  private long bytes;
  private long misses;

  /**
   * An empty queue of calls for {@code model} whose bytes count in {@code shares}; a tenant may
   * save up {@code burst} calls of its turns.
   */
  FairQueue(String model, ByteShares shares, DoubleSupplier burst) {
    this.model = model;
    this.shares = shares;
    for (Priority priority : Priority.values()) {
      classes.put(priority, new FairTurns(burst));
    }
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Whether calls wait that have not had a place before. */
  boolean holdsFirstTries() {
    return size > retries;
  }

  long bytes() {
    return bytes;
  }

  /** Whose calls wait, by the names of the tenants. */
  List<LaneView.TenantWait> tenants(long now) {
    Map<TenantId, List<Waiting>> byTenant = new TreeMap<>(Comparator.comparing(TenantId::value));
    for (Waiting waiting : byCandidate.values()) {
      byTenant.computeIfAbsent(waiting.tenant(), tenant -> new ArrayList<>()).add(waiting);
    }
    List<LaneView.TenantWait> tenants = new ArrayList<>(byTenant.size());
    byTenant.forEach(
        (tenant, calls) -> {
          long oldest = calls.stream().mapToLong(call -> call.waited(now)).max().orElse(0);
          tenants.add(new LaneView.TenantWait(tenant, calls.size(), Duration.ofNanos(oldest)));
        });
    return tenants;
  }

  void add(Waiting waiting) {
    classes.get(waiting.priority()).add(waiting);
    byCandidate.put(waiting.candidate(), waiting);
    byExpiry.add(waiting);
    retries += waiting.retry() ? 1 : 0;
    weigh(waiting, waiting.bytes());
  }

  void remove(Waiting waiting) {
    classes.get(waiting.priority()).remove(waiting);
    forget(waiting);
  }

  /** Takes {@code candidate} out; null if it was not in. */
  Waiting remove(Candidate candidate) {
    Waiting waiting = byCandidate.get(candidate);
    if (waiting != null) {
      remove(waiting);
    }
    return waiting;
  }

  /** Takes out a call whose patience has ended; null when there is none. */
  Waiting takeExpired(long now) {
    if (isEmpty() || !byExpiry.first().expired(now)) {
      return null;
    }
    Waiting expired = byExpiry.first();
    remove(expired);
    return expired;
  }

  /**
   * Takes out those that wait in vain, and says why each does.
   *
   * <p>Within a strand all wait for the same places, so that none does if the one does not whose
   * patience ends first.
   */
  Map<Waiting, Failure> takeVain() {
    Map<Waiting, Failure> vain = new LinkedHashMap<>();
    for (FairTurns turns : classes.values()) {
      for (Strand strand : turns.strands()) {
        while (!strand.isEmpty()) {
          Waiting first = strand.soonest();
          Failure why = first.candidate().inVain(first.expires());
          if (why == null) {
            break;
          }
          remove(first);
          vain.put(first, why);
        }
      }
    }
    return vain;
  }

  /** The place in the order of service that {@code newcomer} would get, from 1. */
  long position(Waiting newcomer) {
    FairTurns turns = classes.get(newcomer.priority());
    return moreUrgent(newcomer.priority()) + turns.position(newcomer.tenant());
  }

  /**
   * The longest wait that {@code newcomer} may find ahead of it while the queue stands, for its
   * tenant or even for one who has nothing waiting; infinite while it does not.
   *
   * @param forecast tells how long it is to wait
   * @param target what it may find in any case
   */
  double limit(Waiting newcomer, Forecast forecast, double target) {
    FairTurns turns = classes.get(newcomer.priority());
    long now = newcomer.arrived();
    long last = moreUrgent(newcomer.priority()) + turns.lastPosition();
    long rest = forecast.rest();
    double ofAll = turns.delay().limit(forecast.waitAt(last, now), target, rest, now);
    double wait = forecast.waitAt(position(newcomer), now);
    return Math.min(ofAll, turns.limit(newcomer.tenant(), wait, target, rest, now));
  }

  private long moreUrgent(Priority than) {
    long more = 0;
    for (Map.Entry<Priority, FairTurns> each : classes.entrySet()) {
      more += each.getKey().compareTo(than) < 0 ? each.getValue().size() : 0;
    }
    return more;
  }

  /**
   * Who has to go that {@code newcomer} may come: the newest call of the tenant who has most
   * waiting, of the least urgent; null when that would be the newcomer's own tenant.
   */
  Waiting displacedBy(Waiting newcomer) {
    Priority lowest = newcomer.priority();
    for (Priority priority : Priority.values()) {
      lowest = classes.get(priority).size() > 0 ? lowest.atMost(priority) : lowest;
    }
    Flow longest = classes.get(lowest).longest();
    if (longest == null) {
      return null;
    }
    long own = classes.get(lowest).tokens(newcomer.tenant()) + newcomer.tokens();
    return lowest != newcomer.priority() || own < longest.tokens() ? longest.newest() : null;
  }

  /**
   * Gives the place that may be free to somebody.
   *
   * <p>First to the one whose turn it is. If that finds none, since it may not use every place,
   * then to others, of its own tenant as well as of others: those first who were not passed over,
   * then who was so the longest ago.
   *
   * @param lifoFrom the share of its patience after which a waiting call turns its line round
   * @param claim takes a place for a call, or gives null
   * @return who has left the queue with a place; null when none was found
   */
  Started start(long now, double lifoFrom, Function<Waiting, Runnable> claim) {
    List<Strand> tried = new ArrayList<>(MOST_FAILURES);
    while (tried.size() < MOST_FAILURES) {
      FairTurns turns = tried.isEmpty() ? mostUrgent() : due(tried);
      if (turns == null) {
        return null;
      }
      Flow flow = tried.isEmpty() ? turns.next() : turns.due(tried);
      Strand strand = tried.isEmpty() ? flow.of(flow.head(now, lifoFrom)) : flow.due(tried);
      Waiting head = living(strand.head(now, lifoFrom));
      Waiting cheaper = head == null ? null : strand.cheaperThan(head);
      Started started = head == null ? null : tryOne(head, claim);
      if (started == null && cheaper != null && living(cheaper) != null) {
        started = tryOne(cheaper, claim);
      }
      if (started != null) {
        turns.serve(flow, started.waiting());
        forget(started.waiting());
        return started;
      }
      if (head != null) {
        turns.missed(flow, strand, ++misses);
        tried.add(strand);
      }
    }
    return null;
  }

  private static Started tryOne(Waiting waiting, Function<Waiting, Runnable> claim) {
    Runnable start = claim.apply(waiting);
    return start == null ? null : new Started(waiting, start);
  }

  /** {@code waiting}, unless its client is gone: it is then taken out. */
  private Waiting living(Waiting waiting) {
    if (waiting.candidate().gone()) {
      remove(waiting);
      return null;
    }
    return waiting;
  }

  private FairTurns mostUrgent() {
    for (FairTurns turns : classes.values()) {
      if (turns.size() > 0) {
        return turns;
      }
    }
    return null;
  }

  private FairTurns due(List<Strand> tried) {
    FairTurns first = null;
    long earliest = Long.MAX_VALUE;
    for (FairTurns turns : classes.values()) {
      Flow flow = turns.due(tried);
      long missed = flow == null ? Long.MAX_VALUE : flow.due(tried).missed();
      if (missed < earliest) {
        first = turns;
        earliest = missed;
      }
    }
    return first;
  }

  private void forget(Waiting waiting) {
    byCandidate.remove(waiting.candidate());
    byExpiry.remove(waiting);
    retries -= waiting.retry() ? 1 : 0;
    weigh(waiting, -waiting.bytes());
  }

  private void weigh(Waiting waiting, int more) {
    bytes += more;
    shares.add(model, waiting.tenant(), more);
    size = byExpiry.size();
  }
}
