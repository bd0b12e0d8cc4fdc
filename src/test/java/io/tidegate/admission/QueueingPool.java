package io.tidegate.admission;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Permit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Nodes that refuse nobody, but let calls wait for a place, behind an admission and limits with the
 * shipped settings; calls come at random times.
 */
final class QueueingPool {

  private static final int MAX_CONNECTIONS = 100;
  private static final int TOKENS = 32;

  /** A call, and when it was answered; -1 without an answer. */
  static final class Asked {
    final int at;
    int answered = -1;
    FakeCandidate call;

    Asked(int at) {
      this.at = at;
    }

    boolean within(int millis) {
      return answered >= 0 && answered - at <= millis;
    }
  }

  private record Attempt(Asked asked, Node node, Permit permit, int inFlight, int began) {}

  private record End(int at, Attempt attempt) {}

  private static final class Node {
    final Limiter limiter;
    final Deque<Attempt> waiting = new ArrayDeque<>();
    final PriorityQueue<End> working = new PriorityQueue<>(Comparator.comparingInt(End::at));

    Node(Hall hall) {
      limiter = new Limiter(() -> MAX_CONNECTIONS, new PermitCount(), hall.clock());
    }
  }

  private final Hall hall = new Hall(new AdmissionConfig(Duration.ofSeconds(10), 10_000, 64 << 20));
  private final List<Node> nodes = new ArrayList<>();
  private final Map<FakeCandidate, Attempt> taken = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private final Random random;
  private final int places;
  private final int service;
  private final double jitter;
  private int now;

  /**
   * A pool of nodes at rest.
   *
   * @param places of each node
   * @param service milliseconds that a call takes
   * @param jitter by what part of that it varies
   */
  QueueingPool(int nodes, int places, int service, double jitter, Random random) {
    this.places = places;
    this.service = service;
    this.jitter = jitter;
    this.random = random;
    for (int i = 0; i < nodes; i++) {
      this.nodes.add(new Node(hall));
    }
  }

  List<Asked> asked() {
    return asked;
  }

  /** The time since the beginning, in milliseconds. */
  int now() {
    return now;
  }

  /** The limits that were learned. */
  List<Integer> limits() {
    return nodes.stream().map(node -> node.limiter.limit()).toList();
  }

  /** Lets {@code millis} pass, in which calls come so many times a second. */
  void run(int millis, double perSecond) {
    for (int end = now + millis; now < end; step()) {
      double mean = perSecond / 1000;
      for (double p = random.nextDouble(); p > Math.exp(-mean); p *= random.nextDouble()) {
        ask();
      }
    }
  }

  private void ask() {
    Asked one = new Asked(now);
    one.call = new FakeCandidate(hall.call("a").call(), 1000, "any", call -> take(one));
    one.call.onStart(() -> begin(taken.remove(one.call)));
    asked.add(one);
    hall.admission().enter(one.call);
  }

  private boolean take(Asked one) {
    Node least =
        nodes.stream()
            .filter(node -> node.limiter.hasRoom())
            .min(Comparator.comparingInt(node -> node.limiter.inFlight()))
            .orElse(null);
    if (least == null) {
      return false;
    }
    Permit permit = least.limiter.tryAcquire().orElseThrow();
    taken.put(one.call, new Attempt(one, least, permit, least.limiter.inFlight(), now));
    return true;
  }

  private void begin(Attempt attempt) {
    hall.admission().began(Hall.LANE);
    attempt.node().waiting.add(attempt);
    work(attempt.node());
  }

  private void work(Node node) {
    while (node.working.size() < places && !node.waiting.isEmpty()) {
      int takes = (int) (service * (1 + jitter * (2 * random.nextDouble() - 1)));
      node.working.add(new End(now + takes, node.waiting.poll()));
    }
  }

  private void step() {
    for (Node node : nodes) {
      while (!node.working.isEmpty() && node.working.peek().at() <= now) {
        end(node.working.poll().attempt());
      }
      work(node);
    }
    if (now % 100 == 0) {
      hall.admission().tick();
    }
    now++;
    hall.pass(Duration.ofMillis(1));
  }

  private void end(Attempt attempt) {
    attempt.asked().answered = now;
    long took = Duration.ofMillis(now - attempt.began()).toNanos();
    long started = hall.clock().getAsLong() - took;
    Sample sample =
        new Sample(Kind.COMPLETED, attempt.inFlight(), started, took, 10, false, took, TOKENS, 0);
    attempt.node().limiter.observe(sample);
    attempt.permit().close();
    hall.admission().ended(Hall.LANE, took, true);
    hall.admission().freed(Hall.LANE);
  }
}
