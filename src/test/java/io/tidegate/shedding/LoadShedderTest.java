package io.tidegate.shedding;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.ToReproduce;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server whose threads do so much in a millisecond: what is let in, and how long it waits. */
final class LoadShedderTest {

  private static final TenantId LOUD = new TenantId("loud");
  private static final TenantId MODEST = new TenantId("modest");

  /** For so many milliseconds calls may queue for nodes. */
  private static final int QUEUED = 100;

  /** What it costs to read a request and refuse it then. */
  private static final double REFUSAL_WITHIN = 0.6;

  /** What a refusal costs the server, measured, where letting a request in costs 1. */
  private static final double REFUSAL = 0.27;

  private final ManualClock clock = new ManualClock();
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock, seed);

  /** The work that waits for a thread, in order: probes, and what requests cost. */
  private final Queue<Object> queue = new ArrayDeque<>();

  /** How many calls nodes take in a millisecond, and how many more they take now. */
  private double nodes = Double.POSITIVE_INFINITY;

  private double places;

  private LoadShedder shedder = shedder(20);
  private final Map<TenantId, Integer> asked = new HashMap<>();
  private final Map<TenantId, Integer> served = new HashMap<>();
  private int late;

  private LoadShedder shedder(int target) {
    return new LoadShedder(queue::add, ofMillis(target), clock, new RecordingMetrics());
  }

  private record Arrival(TenantId tenant, long at) {}

  @Test
  void letsEverybodyInWhileItsThreadsKeepUp() {
    run(60_000, 4, Map.of(LOUD, 3.5));
    assertThat(served).isEqualTo(asked);
    assertThat(shedder.shedding()).isFalse();
  }

  @Test
  void aBurstThatIsWorkedOffWithinASecondIsServedInFull() {
    for (int i = 0; i < 50; i++) {
      run(1, 4, Map.of(LOUD, 3_500.0));
      run(1_500, 4, Map.of(LOUD, 0.2));
    }
    assertThat(served).isEqualTo(asked);
  }

  @Test
  void atThreeTimesItsCapacityItServesMostOfWhatItCanAndItsQueueStaysShort() {
    runSettled(30_000, 20_000, 4, Map.of(LOUD, 12.0));
    // Refusing two of three costs three quarters of the server.
    double possible = (4 * 20_000 - REFUSAL * asked.get(LOUD)) / (1 - REFUSAL);
    assertThat(served.get(LOUD)).isGreaterThan((int) (0.85 * possible));
    assertThat(late).isLessThan(asked.get(LOUD) / 100);
  }

  @Test
  void servesAllThatItCanBesideItsRefusalsFromTheFirstSecondOn() {
    for (double times : new double[] {1.2, 1.5, 2}) {
      reset();
      run(15_000, 4, Map.of(LOUD, 4 * times));
      double possible = (4 * 15_000 - REFUSAL * asked.get(LOUD)) / (1 - REFUSAL);
      assertThat(served.get(LOUD)).isGreaterThan((int) (0.9 * possible));
      run(10_000, 4, Map.of(LOUD, 1.0));
    }
  }

  @Test
  void servesEverybodyAgainSoonAfterTheOverload() {
    run(20_000, 4, Map.of(LOUD, 12.0));
    runSettled(6_000, 10_000, 4, Map.of(LOUD, 2.0));
    assertThat(served).isEqualTo(asked);
    assertThat(shedder.shedding()).isFalse();
  }

  @Test
  void followsAServerThatGetsFaster() {
    run(20_000, 1, Map.of(LOUD, 12.0));
    runSettled(20_000, 10_000, 10, Map.of(LOUD, 12.0));
    assertThat(served.get(LOUD)).isGreaterThan(10_000 * 8);
  }

  @Test
  void aTenantWithinItsPartIsServedInFullBesideOneThatFloods() {
    Map<TenantId, Double> both = Map.of(LOUD, 7.5, MODEST, 0.5);
    runSettled(15_000, 20_000, 4, both);
    assertThat(served.get(MODEST)).isGreaterThan((int) (0.99 * asked.get(MODEST)));
    assertThat(served.get(LOUD)).isLessThan(2 * asked.get(LOUD) / 3);
  }

  @Test
  void aFloodThatCannotEvenBeRefusedDoesNotShutOutTheOthers() {
    Map<TenantId, Double> both = Map.of(LOUD, 20.0, MODEST, 0.4);
    runSettled(15_000, 20_000, 4, both);
    assertThat(served.get(MODEST)).isGreaterThan((int) (0.99 * asked.get(MODEST)));
    // A quarter of what it could, less what the others have of it, of as many as it came to.
    assertThat(served.get(LOUD)).isGreaterThan(asked.get(LOUD) / 100);
  }

  @Test
  void manyTenantsOfWhomEachAsksForLittleAreAllServedSome() {
    Map<TenantId, Double> all = new HashMap<>();
    for (int i = 0; i < 600; i++) {
      all.put(new TenantId("t" + i), 0.02);
    }
    runSettled(30_000, 20_000, 4, all);
    // The budget is less than one for each in a window.
    assertThat(served.values()).allMatch(calls -> calls > 20);
  }

  @Test
  void whoIsRefusedWithinComesInWhileThreadsKeepUp() {
    nodes = 2;
    shedder = shedder(500);
    run(20_000, 4, Map.of(LOUD, 4.5));
    assertThat(shedder.refused()).isZero();
    assertThat(served.get(LOUD)).isGreaterThan((int) (0.99 * 2 * 20_000));
  }

  @Test
  void whereThreadsAreLateTheDoorRefusesWhomTheQueuesWouldRefuse() {
    nodes = 2;
    shedder = shedder(500);
    runSettled(10_000, 20_000, 4, Map.of(LOUD, 7.5));
    assertThat(served.get(LOUD)).isGreaterThan((int) (0.9 * 2 * 20_000));
    assertThat(late).isLessThan(asked.get(LOUD) / 100);
  }

  @Test
  void whoIsServedComesInBesideOneWhomTheQueuesRefuse() {
    nodes = 1;
    shedder = shedder(500);
    Map<TenantId, Double> both = Map.of(LOUD, 5.5, MODEST, 1.5);
    runSettled(10_000, 20_000, 4, both);
    assertThat(served.get(MODEST)).isGreaterThan((int) (0.99 * asked.get(MODEST)));
    assertThat(served.get(LOUD)).isGreaterThan((int) (0.9 * 20_000));
  }

  @Test
  void aPauseOfTheWholeServerIsNoOverload() {
    for (int i = 0; i < 20; i++) {
      run(2_000, 4, Map.of(LOUD, 2.0));
      clock.advance(ofMillis(1_500));
    }
    assertThat(served).isEqualTo(asked);
  }

  @Test
  void letsEverybodyInWhenTheServersThreadsTakeNothingAnyMore() {
    assertLetsEverybodyIn(
        task -> {
          throw new RejectedExecutionException("stopping");
        });
    assertLetsEverybodyIn(
        task -> {
          throw new OutOfMemoryError("as a test wants");
        });
  }

  private void assertLetsEverybodyIn(Executor threads) {
    LoadShedder stopping = new LoadShedder(threads, ofMillis(20), clock, new RecordingMetrics());
    for (int i = 0; i < 1_000; i++) {
      clock.advance(ofMillis(7));
      assertThat(stopping.admits(LOUD)).isTrue();
    }
  }

  /** Lets {@code millis} pass on a server that does {@code capacity} requests in each. */
  private void run(int millis, double capacity, Map<TenantId, Double> rates) {
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
    return place ? 1 : REFUSAL_WITHIN;
  }

  /** As {@link #run}, judged by the last {@code judged} milliseconds alone. */
  private void runSettled(int before, int judged, double capacity, Map<TenantId, Double> rates) {
    run(before, capacity, rates);
    reset();
    run(judged, capacity, rates);
  }

  private void reset() {
    asked.clear();
    served.clear();
    late = 0;
  }
}
