package io.tidegate.shedding;

import static java.time.Duration.ofMillis;

import io.tidegate.exchange.TenantId;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.ToReproduce;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server whose threads do so much in a millisecond: what is let in, and how long it waits. */
abstract class ShedServer {

  static final TenantId LOUD = new TenantId("loud");
  static final TenantId MODEST = new TenantId("modest");

  /** For so many milliseconds calls may queue for nodes. */
  static final int QUEUED = 100;

  /** What it costs to read a request and refuse it then. */
  static final double REFUSAL_WITHIN = 0.6;

  /** What a refusal costs the server, measured, where letting a request in costs 1. */
  static final double REFUSAL = 0.27;

  final ManualClock clock = new ManualClock();
  final long seed = new Random().nextLong();
  final Random random = new Random(seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock, seed);

  /** The work that waits for a thread, in order: probes, and what requests cost. */
  final Queue<Object> queue = new ArrayDeque<>();

  /** How many calls nodes take in a millisecond, and how many more they take now. */
  double nodes = Double.POSITIVE_INFINITY;

  double places;

  LoadShedder shedder = shedder(20);
  final Map<TenantId, Integer> asked = new HashMap<>();
  final Map<TenantId, Integer> served = new HashMap<>();
  int late;

  LoadShedder shedder(int target) {
    return new LoadShedder(queue::add, ofMillis(target), clock, new RecordingMetrics());
  }

  record Arrival(TenantId tenant, long at) {}

  /** What is left of a stream, of which each piece is one more task for the threads. */
  record Stream(TenantId tenant, int pieces) {}

  /** What a piece of a stream costs. */
  static final double PIECE = 0.2;

  /** How many pieces a request of the loud one takes after it was let in. */
  int pieces;

  /** Lets {@code millis} pass on a server that does {@code capacity} requests in each. */
  void run(int millis, double capacity, Map<TenantId, Double> rates) {
    double able = 0;
    for (int i = 0; i < millis; i++) {
      rates.forEach((tenant, rate) -> arrive(tenant, rate));
      clock.advance(ofMillis(1));
      able = Math.min(able + capacity, 2 * capacity);
      places = Math.min(places + nodes, QUEUED * nodes);
      while (able > 0 && !queue.isEmpty()) {
        able -= work(queue.remove());
      }
    }
  }

  private void arrive(TenantId tenant, double rate) {
    int calls = (int) rate + (random.nextDouble() < rate % 1 ? 1 : 0);
    for (int i = 0; i < calls; i++) {
      queue.add(new Arrival(tenant, clock.getAsLong()));
    }
  }

  /** A thread takes what is next; what it costs. */
  private double work(Object next) {
    if (next instanceof Runnable probe) {
      probe.run();
      return 0;
    }
    if (next instanceof Stream stream) {
      goOn(stream.tenant(), stream.pieces() - 1);
      return PIECE;
    }
    Arrival arrival = (Arrival) next;
    late += clock.getAsLong() - arrival.at() > ofMillis(100).toNanos() ? 1 : 0;
    TenantId tenant = arrival.tenant();
    asked.merge(tenant, 1, Integer::sum);
    if (!shedder.admits(tenant)) {
      served.merge(tenant, 0, Integer::sum);
      return REFUSAL;
    }
    // Nodes of a model that others do not ask for.
    boolean place = tenant.equals(MODEST) || places >= 1;
    if (place) {
      places -= tenant.equals(MODEST) ? 0 : 1;
    } else {
      shedder.refusedWithin(tenant);
    }
    served.merge(tenant, place ? 1 : 0, Integer::sum);
    if (place && tenant.equals(LOUD)) {
      goOn(tenant, pieces);
    }
    return place ? 1 : REFUSAL_WITHIN;
  }

  private void goOn(TenantId tenant, int left) {
    if (left > 0) {
      shedder.work(tenant).increment();
      queue.add(new Stream(tenant, left));
    }
  }

  /** As {@link #run}, judged by the last {@code judged} milliseconds alone. */
  void runSettled(int before, int judged, double capacity, Map<TenantId, Double> rates) {
    run(before, capacity, rates);
    reset();
    run(judged, capacity, rates);
  }

  void reset() {
    asked.clear();
    served.clear();
    late = 0;
  }
}
