package io.tidegate.admission;

import io.tidegate.exchange.Priority;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The calls of one lane that wait: by priority, then by turns of the tenants.
 *
 * <p>Guarded by the lane's lock; only {@link #size} may be read without.
 */
final class FairQueue {

  /** Beyond that many heads without a place there probably is none. */
  private static final int MOST_FAILURES = 4;

  /** A call that has left the queue for a place, and what starts it there. */
  record Started(Waiting waiting, Runnable start) {}

  private final Map<Priority, RoundRobin> classes = new EnumMap<>(Priority.class);
  private final IdentityHashMap<Candidate, Waiting> byCandidate = new IdentityHashMap<>();
  private final TreeSet<Waiting> byExpiry = new TreeSet<>(Waiting.EXPIRY);
  private final AtomicLong allBytes;
  private volatile int size;
  private long bytes;

  /** An empty queue that adds its bytes to {@code allBytes}. */
  FairQueue(AtomicLong allBytes) {
    this.allBytes = allBytes;
    for (Priority priority : Priority.values()) {
      classes.put(priority, new RoundRobin());
    }
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long bytes() {
    return bytes;
  }

  void add(Waiting waiting) {
    classes.get(waiting.priority()).add(waiting);
    byCandidate.put(waiting.candidate(), waiting);
    byExpiry.add(waiting);
    weigh(waiting.bytes());
  }

  void remove(Waiting waiting) {
    classes.get(waiting.priority()).remove(waiting);
    forget(waiting);
  }

  /** Takes {@code candidate} out, if it is in. */
  void remove(Candidate candidate) {
    Waiting waiting = byCandidate.get(candidate);
    if (waiting != null) {
      remove(waiting);
    }
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

  /** The place in the order of service that {@code newcomer} would get, from 1. */
  long position(Waiting newcomer) {
    long position = classes.get(newcomer.priority()).position(newcomer.tenant());
    for (Priority higher : Priority.values()) {
      if (higher.compareTo(newcomer.priority()) < 0) {
        position += classes.get(higher).size();
      }
    }
    return position;
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
   * <p>First to the one whose turn it is. If it finds none, since its tenant may not use every
   * node, then to others: those who were passed over least often, so that each is tried in the end.
   *
   * @param lifoFrom the share of its patience after which a waiting call turns its flow round
   * @param claim takes a place for a call, or gives null
   * @return who has left the queue with a place; null when none was found
   */
  Started start(long now, double lifoFrom, Function<Waiting, Runnable> claim) {
    List<Flow> tried = new ArrayList<>(MOST_FAILURES);
    while (tried.size() < MOST_FAILURES) {
      RoundRobin turns = tried.isEmpty() ? mostUrgent() : passedOverLeast(tried);
      Flow flow = turns == null ? null : pick(turns, tried, now, lifoFrom);
      if (flow == null) {
        return null;
      }
      Waiting head = flow.head(now, lifoFrom);
      if (head.candidate().gone()) {
        remove(head);
        continue;
      }
      Runnable start = claim.apply(head);
      if (start != null) {
        turns.serve(flow, head, now, lifoFrom);
        forget(head);
        return new Started(head, start);
      }
      flow.missed();
      tried.add(flow);
    }
    return null;
  }

  private static Flow pick(RoundRobin turns, List<Flow> tried, long now, double lifoFrom) {
    return tried.isEmpty() ? turns.next(now, lifoFrom) : leastMissed(turns, tried);
  }

  private RoundRobin mostUrgent() {
    for (RoundRobin turns : classes.values()) {
      if (turns.size() > 0) {
        return turns;
      }
    }
    return null;
  }

  private RoundRobin passedOverLeast(List<Flow> tried) {
    RoundRobin least = null;
    int fewest = Integer.MAX_VALUE;
    for (RoundRobin turns : classes.values()) {
      Flow flow = leastMissed(turns, tried);
      if (flow != null && flow.misses() < fewest) {
        least = turns;
        fewest = flow.misses();
      }
    }
    return least;
  }

  private static Flow leastMissed(RoundRobin turns, List<Flow> tried) {
    Flow least = null;
    for (Flow flow : turns.flows()) {
      if ((least == null || flow.misses() < least.misses()) && !tried.contains(flow)) {
        least = flow;
      }
    }
    return least;
  }

  private void forget(Waiting waiting) {
    byCandidate.remove(waiting.candidate());
    byExpiry.remove(waiting);
    weigh(-waiting.bytes());
  }

  private void weigh(int more) {
    bytes += more;
    allBytes.addAndGet(more);
    size = byExpiry.size();
  }
}
