package io.tidegate.routing.balancing;

import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Permit;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.Fleet;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Gives the calls of a trace to modelled nodes by the real pool and the real strategies, which see
 * what they would see in life: prompts, first content, ends, and what nodes report at the end.
 */
public final class Replay {

  private static final String MODEL = "chat";
  private static final int NO_LIMIT = 10_000;
  private static final long SEED = 42;

  /** What happens at a moment; {@code order} keeps moments that fall together in order. */
  private record Event(long at, long order, Runnable what) {}

  private final ManualClock clock = new ManualClock(0);
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final Map<Node, ReplayedNode> nodes = new HashMap<>();
  private final Pool pool = new Pool(Fleet.config(Map.of()));
  private final Strategies strategies;
  private final long[] waits;
  private long scheduled;

  private Replay(Trace trace, Strategy strategy, List<ReplayedNode.Machine> machines) {
    for (int i = 0; i < machines.size(); i++) {
      Node node = pool.put(Fleet.sized(Fleet.spec("node-" + i, MODEL), 1, NO_LIMIT));
      nodes.put(node, new ReplayedNode(machines.get(i)));
    }
    BalancingConfig config = new BalancingConfig(strategy, Map.of());
    strategies = new Strategies(pool, config, new Random(SEED));
    waits = new long[trace.calls().size()];
    for (int i = 0; i < waits.length; i++) {
      int number = i;
      Trace.Arrival call = trace.calls().get(i);
      at(call.at(), () -> place(number, call));
    }
  }

  /**
   * What came of a replay.
   *
   * @param waits the times to the first token in nanoseconds, ascending
   * @param computed the prompt tokens that each node computed
   * @param hitRatio the share of prompt tokens that nodes had cached
   * @param leftOver the calls and tokens that nodes are thought to have when all is done
   */
  public record Result(List<Long> waits, List<Long> computed, double hitRatio, long leftOver) {

    /** The time in seconds within which a share of {@code quantile} had their first token. */
    double seconds(double quantile) {
      return waits.get((int) Math.ceil(quantile * waits.size()) - 1) / 1e9;
    }

    /** The work of the node that had most, as a multiple of the mean. */
    double imbalance() {
      LongSummaryStatistics work = computed.stream().mapToLong(Long::longValue).summaryStatistics();
      return work.getMax() / work.getAverage();
    }
  }

  /** Replays {@code trace} over these machines. */
  public static Result of(Trace trace, Strategy strategy, List<ReplayedNode.Machine> machines) {
    Replay replay = new Replay(trace, strategy, machines);
    replay.run();
    return replay.result(trace);
  }

  private void run() {
    for (Event next = events.poll(); next != null; next = events.poll()) {
      clock.advance(Duration.ofNanos(next.at() - clock.getAsLong()));
      next.what().run();
    }
  }

  private void at(long when, Runnable what) {
    events.add(new Event(when, scheduled++, what));
  }

  private void place(int number, Trace.Arrival call) {
    long now = clock.getAsLong();
    Prompt prompt = call.prompt();
    Node node =
        strategies
            .of(MODEL, prompt)
            .pick(new Candidates(pool.serving(MODEL), Node::usable, prompt, now));
    Permit permit = node.tryAcquire().orElseThrow();
    PlacedWork placement = strategies.placed(MODEL, node, prompt, true, now);
    ReplayedNode.Service service = nodes.get(node).take(call, now);
    waits[number] = service.firstContent() - now;
    at(service.firstContent(), () -> placement.firstContent(clock.getAsLong()));
    at(
        service.end(),
        () -> {
          permit.close();
          placement.ended(completed(service.usage(), service.end() - now), clock.getAsLong());
        });
  }

  private static Outcome completed(Usage usage, long total) {
    Outcome.Timings timings = new Outcome.Timings(-1, total);
    return new Outcome(Kind.COMPLETED, null, true, null, timings).told(200, usage);
  }

  private static long left(Node node) {
    return node.inFlight() + node.work().queued() + node.work().outstanding();
  }

  private Result result(Trace trace) {
    List<Long> computed = nodes.values().stream().map(ReplayedNode::computed).toList();
    long asked = trace.calls().stream().mapToLong(Trace.Arrival::input).sum();
    long worked = computed.stream().mapToLong(Long::longValue).sum();
    return new Result(
        LongStream.of(waits).sorted().boxed().toList(),
        computed,
        1 - (double) worked / asked,
        nodes.keySet().stream().mapToLong(Replay::left).sum());
  }
}
