package io.tidegate.scaling;

import static java.util.Objects.requireNonNull;

import io.tidegate.admission.Admission;
import io.tidegate.admission.LaneDemand;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.Tier;
import io.tidegate.routing.probes.Telemetry;
import io.tidegate.shedding.LoadShedder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Reads this server's load. {@link #latest} is thread-safe; {@link #sample} is for one thread.
 *
 * <p>In its first minute a server compiles: its processors are busy then with nothing that more
 * servers could take from it, so they do not count.
 */
final class LoadSampler {

  private static final long START = TimeUnit.MINUTES.toNanos(1);
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Parts parts;
  private final DoubleSupplier processors;
  private final LongSupplier clock;
  private final long begun;
  private final Map<String, Long> refused = new HashMap<>();
  private long turnedAway;
  private long letIn;
  private long last;
  private volatile ServerLoad latest = new ServerLoad(new GatewayLoad(0, 0, 1), Map.of());

  /** What is looked at. */
  record Parts(
      Pool pool,
      Admission admission,
      Telemetry telemetry,
      LoadShedder shedder,
      MemoryBudget memory) {}

  /**
   * A sampler on the nano clock {@code clock}.
   *
   * @param processors the share of its processors that this server uses; negative if unknown
   */
  LoadSampler(Parts parts, DoubleSupplier processors, LongSupplier clock) {
    this.parts = requireNonNull(parts, "parts");
    this.processors = requireNonNull(processors, "processors");
    this.clock = requireNonNull(clock, "clock");
    this.begun = clock.getAsLong();
    this.last = begun;
  }

  /** The load that was read last. */
  ServerLoad latest() {
    return latest;
  }

  /** Reads the load; to be done every second. */
  ServerLoad sample() {
    long now = clock.getAsLong();
    double seconds = Math.max(1, now - last) / NANOS;
    last = now;
    Map<String, PoolLoad> pools = new TreeMap<>();
    for (String model : parts.pool().models()) {
      List<Node> nodes = parts.pool().serving(model);
      // An alias of a model is served by nobody under that name.
      if (!nodes.isEmpty()) {
        pools.put(model, pool(model, nodes, seconds, now));
      }
    }
    refused.keySet().retainAll(pools.keySet());
    latest = new ServerLoad(gateway(now), pools);
    return latest;
  }

  private GatewayLoad gateway(long now) {
    double used = now - begun < START ? 0 : Math.max(0, processors.getAsDouble());
    double held = (double) parts.memory().held() / parts.memory().limit();
    long nowTurnedAway = parts.shedder().refused();
    long nowLetIn = parts.shedder().letIn();
    double more = nowTurnedAway - turnedAway;
    double in = nowLetIn - letIn;
    turnedAway = nowTurnedAway;
    letIn = nowLetIn;
    return new GatewayLoad(used, held, 1 + more / Math.max(1, in));
  }

  private PoolLoad pool(String model, List<Node> nodes, double seconds, long now) {
    LaneDemand demand = parts.admission().demand(model);
    long before = refused.getOrDefault(model, demand.refused());
    refused.put(model, demand.refused());
    double perSecond = (demand.refused() - before) / seconds;
    List<Node> scaled = scaled(nodes);
    List<Node> usable = scaled.stream().filter(Node::usable).toList();
    return new PoolLoad(
        usable.size(),
        nodes.stream().mapToInt(node -> node.inFlight(model)).sum(),
        demand.waiting(),
        perSecond * demand.serviceSeconds(),
        places(model, usable.isEmpty() ? scaled : usable),
        usable.stream().mapToDouble(node -> parts.telemetry().saturation(node, now)).sum());
  }

  /** The private ones, where there are some: nobody adds nodes to a provider's. */
  private static List<Node> scaled(List<Node> nodes) {
    List<Node> own = nodes.stream().filter(node -> node.spec().tier() == Tier.PRIVATE).toList();
    return own.isEmpty() ? nodes : own;
  }

  private static double places(String model, List<Node> nodes) {
    return nodes.stream()
        .mapToInt(node -> Math.min(node.limit(model), node.spec().maxConnections()))
        .average()
        .orElse(1);
  }
}
