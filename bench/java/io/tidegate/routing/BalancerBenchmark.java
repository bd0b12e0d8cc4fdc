package io.tidegate.routing;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Permit;
import io.tidegate.routing.balancing.Candidates;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
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

  private Fleet fleet;

  /** One caller's call, which is placed again and again. */
  @State(Scope.Thread)
  public static class Caller {

    private RoutedCall call;

    /** Makes the call. */
    @Setup
    public void ask(BalancerBenchmark pool) {
      call = pool.fleet.router().route(pool.fleet.call(MODEL), new Answer());
    }
  }

  @Setup
  public void fillPool() {
    Random random = new Random(SEED);
    String strategy = policy == Policy.RANDOM ? "round-robin" : label(policy);
    fleet = new Fleet(Map.of("balancing.strategy", strategy));
    for (int i = 0; i < nodes; i++) {
      NodeSpec spec = Fleet.spec("node-" + i, MODEL);
      Node node = fleet.add(Fleet.sized(spec, 1 + random.nextInt(MOST_WEIGHT), MOST_CALLS));
      int calls = random.nextInt(MOST_LOAD);
      if (load == Load.RANDOM) {
        List<Permit> held = Fleet.occupy(node, calls);
        assert held.size() == calls;
      }
    }
  }

  @Benchmark
  @Threads(1)
  public Node placesOnOneThread(Caller caller) {
    return place(caller.call);
  }

  @Benchmark
  @Threads(2)
  public Node placesOnTwoThreads(Caller caller) {
    return place(caller.call);
  }

  private Node place(RoutedCall call) {
    if (policy == Policy.RANDOM) {
      Node node = random(new Candidates(fleet.pool().serving(MODEL), Node::usable, null, 0));
      node.tryAcquire().orElseThrow().close();
      return node;
    }
    Place place = fleet.placer.place(call, 0, fleet.clock().getAsLong());
    place.permit().close();
    return place.node();
  }

  private static String label(Policy policy) {
    return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Node random(Candidates choice) {
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
