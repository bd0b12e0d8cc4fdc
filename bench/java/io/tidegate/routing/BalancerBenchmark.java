package io.tidegate.routing;

import io.tidegate.exchange.Permit;
import io.tidegate.testing.FakeUpstream;
import io.tidegate.testing.RecordingMetrics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to place one call: pick a node, take a place at it, give the place back.
 *
 * <p>The random balancer is the plainest there is and runs in the same session, so that the ratio
 * between the two can be told whatever the machine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BalancerBenchmark {

  /** How the nodes are loaded when the measurement begins. */
  public enum Load {
    /** All tied: every pick needs the second pass. */
    IDLE,
    /** Each node has up to fifty calls. */
    RANDOM
  }

  /** Who picks. */
  public enum Policy {
    WEIGHTED_LEAST_CONNECTIONS,
    ROUND_ROBIN,
    POWER_OF_TWO_CHOICES,
    LEAST_OUTSTANDING_TOKENS,
    RANDOM
  }

  private static final String MODEL = "chat";
  private static final int MOST_CALLS = 100_000;
  private static final int MOST_LOAD = 50;
  private static final int MOST_WEIGHT = 5;
  private static final long SEED = 42;

  @Param({"3", "30", "300"})
  private int nodes;

  @Param private Load load;
  @Param private Policy policy;

  private Router router;

  @Setup
  public void fillPool() {
    Random random = new Random(SEED);
    RoutingConfig config = Fleet.config(Map.of());
    Pool pool = new Pool(config);
    for (int i = 0; i < nodes; i++) {
      NodeSpec spec = Fleet.spec("node-" + i, MODEL);
      Node node = pool.put(Fleet.sized(spec, 1 + random.nextInt(MOST_WEIGHT), MOST_CALLS));
      int calls = random.nextInt(MOST_LOAD);
      if (load == Load.RANDOM) {
        List<Permit> held = Fleet.occupy(node, calls);
        assert held.size() == calls;
      }
    }
    Router.Parts parts = new Router.Parts(pool, balancer(), new FakeUpstream());
    router = new Router(parts, config, System::nanoTime, new RecordingMetrics());
  }

  @Benchmark
  @Threads(1)
  public Node placesOnOneThread() {
    return place();
  }

  @Benchmark
  @Threads(2)
  public Node placesOnTwoThreads() {
    return place();
  }

  private Node place() {
    Place place = router.place(MODEL, Set.of()).orElseThrow();
    place.permit().close();
    return place.node();
  }

  private Balancer balancer() {
    return switch (policy) {
      case WEIGHTED_LEAST_CONNECTIONS -> new WeightedLeastConnections();
      case ROUND_ROBIN -> new RoundRobin();
      case POWER_OF_TWO_CHOICES -> new PowerOfTwoChoices(new Random(SEED));
      case LEAST_OUTSTANDING_TOKENS -> new LeastOutstandingTokens();
      case RANDOM -> BalancerBenchmark::random;
    };
  }

  private static Node random(Choice choice) {
    List<Node> nodes = choice.nodes();
    int start = ThreadLocalRandom.current().nextInt(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get((start + i) % nodes.size());
      if (choice.eligible().test(node)) {
        return node;
      }
    }
    return null;
  }
}
