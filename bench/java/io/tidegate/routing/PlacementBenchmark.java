package io.tidegate.routing;

import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Timings;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.balancing.BalancingConfig;
import io.tidegate.routing.balancing.Candidates;
import io.tidegate.routing.balancing.PlacedWork;
import io.tidegate.routing.balancing.Prompt;
import io.tidegate.routing.balancing.Strategies;
import io.tidegate.routing.balancing.Strategy;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.Pool;
import java.util.Map;
import java.util.Random;
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
 * What a strategy costs a call in all: read the prompt, pick among six nodes, note what was placed,
 * its first content and its end.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlacementBenchmark {

  private static final TenantId TENANT = new TenantId("bench");
  private static final String MODEL = "chat";
  private static final int NODES = 6;
  private static final int CONVERSATIONS = 64;
  private static final long SEED = 42;
  private static final Outcome COMPLETED =
      new Outcome(Kind.COMPLETED, null, true, null, new Timings(-1, 0))
          .told(200, new Usage(100, 50, 10));

  @Param({"4096", "65536"})
  private int promptBytes;

  @Param({"weighted-least-connections", "least-outstanding-tokens", "expected-first-token"})
  private String strategy;

  private final Request[] requests = new Request[CONVERSATIONS];
  private Pool pool;
  private Strategies strategies;

  @Setup
  public void fill() {
    Random random = new Random(SEED);
    pool = new Pool(Fleet.config(Map.of()));
    for (int i = 0; i < NODES; i++) {
      Node unused = pool.put(Fleet.spec("node-" + i, MODEL));
    }
    for (int i = 0; i < CONVERSATIONS; i++) {
      byte[] body = new byte[promptBytes];
      random.nextBytes(body);
      Range input = new Range(0, promptBytes);
      requests[i] =
          new Request(
              body,
              new Request.Facts(
                  MODEL,
                  true,
                  Range.NONE,
                  input,
                  Range.NONE,
                  "s" + i,
                  0,
                  false,
                  false,
                  true,
                  false));
    }
    Strategy fallback = Strategy.named(strategy).orElseThrow();
    strategies = new Strategies(pool, new BalancingConfig(fallback, Map.of()), random);
  }

  /** The calls of one thread, which has its own conversations' turn. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;
  }

  @Benchmark
  @Threads(1)
  public Node placesOnOneThread(Turn turn) {
    return place(turn);
  }

  @Benchmark
  @Threads(2)
  public Node placesOnTwoThreads(Turn turn) {
    return place(turn);
  }

  private Node place(Turn turn) {
    Prompt prompt = new Prompt(requests[turn.next++ & (CONVERSATIONS - 1)], TENANT, null);
    long now = System.nanoTime();
    Candidates choice = new Candidates(pool.serving(MODEL), Node::usable, prompt, now);
    Node node = strategies.of(MODEL, prompt).pick(choice);
    PlacedWork placement = strategies.placed(MODEL, node, prompt, true, now);
    placement.firstContent(now);
    placement.ended(COMPLETED, now);
    return node;
  }
}
