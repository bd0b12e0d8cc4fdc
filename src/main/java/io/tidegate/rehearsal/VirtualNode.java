package io.tidegate.rehearsal;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A modelled node at work in virtual time: the simulator's books and tempo, without its bytes.
 *
 * <p>A call that has a place gets its first token after a time that its prompt decides, and then
 * token by token, each the slower the more places are taken. All calls slow down alike, so that one
 * clock of progress tells each one's end (processor sharing).
 *
 * <p>INVARIANT: nobody waits while a place is free; each call taken is told its last token, or has
 * left. For one thread.
 */
final class VirtualNode {

  /** Whose call it is. */
  interface Customer {
    /** The tokens of the prompt. */
    int promptTokens();

    /** With what the prompt begins. */
    Prefix prefix();

    /** The tokens of the answer. */
    int answerTokens();

    /** The first token is there; so many tokens of the prompt had been cached. */
    void first(int cached);

    /** All tokens are there. */
    void last();
  }

  /** A call at the node; only the node looks inside. */
  final class Stay {
    private final Customer customer;
    private boolean placed;
    private boolean over;
    private double end;

    private Stay(Customer customer) {
      this.customer = customer;
    }

    /** Takes the call away, wherever it is; does nothing after its end. */
    void leave() {
      if (over) {
        return;
      }
      over = true;
      if (placed) {
        decoding.remove(this);
        release();
      } else {
        waiting.remove(this);
      }
    }
  }

  private final RehearsedNode described;
  private final VirtualTime time;
  private final RandomGenerator random;
  private final Set<Stay> waiting = new LinkedHashSet<>();
  private final PriorityQueue<Stay> decoding =
      new PriorityQueue<>(Comparator.comparingDouble(stay -> stay.end));
  private final PrefixCache cache;
  private int busy;
  private double busyNanos;
  private double progress;
  private long since;
  private long plan;

  /** An idle node. */
  VirtualNode(RehearsedNode described, VirtualTime time, RandomGenerator random) {
    this.described = described;
    this.time = time;
    this.random = random;
    this.cache = new PrefixCache(described.cachedTokens());
    this.since = time.getAsLong();
  }

  /** Takes {@code customer}'s call; null if there is neither a place nor room to wait. */
  Stay take(Customer customer) {
    if (busy >= described.capacity() && waiting.size() >= described.queue()) {
      return null;
    }
    Stay stay = new Stay(customer);
    if (busy < described.capacity()) {
      begin(stay);
    } else {
      waiting.add(stay);
    }
    return stay;
  }

  /** What it is. */
  RehearsedNode described() {
    return described;
  }

  /** The calls it works at. */
  int busy() {
    return busy;
  }

  /** The calls that wait for that. */
  int waiting() {
    return waiting.size();
  }

  /** The mean share of its places that were taken until now, 0 to 1. */
  double utilization() {
    advance();
    double possible = (double) described.capacity() * time.getAsLong();
    return possible == 0 ? 0 : busyNanos / possible;
  }

  private void begin(Stay stay) {
    advance();
    busy++;
    stay.placed = true;
    replan();
    int tokens = stay.customer.promptTokens();
    int cached = cache.use(tokens, stay.customer.prefix());
    time.at(time.getAsLong() + toFirst(tokens - cached), () -> first(stay, cached));
  }

  private long toFirst(int tokens) {
    NodePace pace = described.pace();
    double nominal = pace.firstToken() + pace.perPromptToken() * tokens;
    double varied = nominal * (1 + pace.jitter() * (2 * random.nextDouble() - 1));
    return Math.round(varied);
  }

  private void first(Stay stay, int cached) {
    if (stay.over) {
      return;
    }
    stay.customer.first(cached);
    if (!stay.over) {
      advance();
      stay.end = progress + described.pace().perToken() * (stay.customer.answerTokens() - 1);
      decoding.add(stay);
      replan();
    }
  }

  private void last(long planned) {
    if (planned != plan) {
      return;
    }
    advance();
    Stay done = decoding.remove();
    // However it was rounded, it is its turn.
    progress = Math.max(progress, done.end);
    done.over = true;
    release();
    done.customer.last();
  }

  private void release() {
    advance();
    busy--;
    if (!waiting.isEmpty() && busy < described.capacity()) {
      Stay next = waiting.iterator().next();
      waiting.remove(next);
      begin(next);
    } else {
      replan();
    }
  }

  /** Lets the calls come as far as they have by now. */
  private void advance() {
    long elapsed = time.getAsLong() - since;
    since += elapsed;
    busyNanos += (double) busy * elapsed;
    progress += elapsed / slowness();
  }

  /** Announces the end that comes next, now that the pace may be another. */
  private void replan() {
    long planned = ++plan;
    Stay next = decoding.peek();
    if (next != null) {
      double left = Math.max(0, next.end - progress) * slowness();
      time.at(time.getAsLong() + Math.round(left), () -> last(planned));
    }
  }

  private double slowness() {
    return described.pace().slowness(busy, described.capacity());
  }
}
