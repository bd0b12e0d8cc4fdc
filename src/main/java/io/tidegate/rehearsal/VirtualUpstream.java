package io.tidegate.rehearsal;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Usage;
import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.NodeAddress;
import io.tidegate.upstream.Probe;
import io.tidegate.upstream.Upstream;
import io.tidegate.upstream.wire.Fetched;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The way to modelled nodes, which opens no connection. For one thread. */
final class VirtualUpstream implements Upstream {

  /** What the simulator shows of its cache when all places are taken. */
  private static final double KV_AT_CAPACITY = 0.75;

  private final VirtualTime time;
  private final Duration patience;
  private final Function<Call, Arrival> arrivals;
  private final Map<String, VirtualNode> nodes = new LinkedHashMap<>();
  private final Set<VirtualAttempt> open = new LinkedHashSet<>();
  private long attempts;
  private double cost;

  /**
   * The way to {@code nodes}, each known by its name.
   *
   * @param patience how long a node may leave an attempt without a sign before it may be left
   * @param arrivals what is known of a call beside its request
   */
  VirtualUpstream(
      VirtualTime time,
      List<VirtualNode> nodes,
      Duration patience,
      Function<Call, Arrival> arrivals) {
    this.time = time;
    this.patience = patience;
    this.arrivals = arrivals;
    nodes.forEach(node -> this.nodes.put(node.described().name(), node));
  }

  @Override
  public Running start(Attempt attempt, Progress progress) {
    attempts++;
    VirtualNode node = nodes.get(attempt.target().node());
    VirtualAttempt running =
        new VirtualAttempt(attempt, progress, arrivals.apply(attempt.call()), time);
    open.add(running);
    running.onEnd(
        usage -> {
          open.remove(running);
          charge(node, usage);
        });
    running.begin(node);
    return running;
  }

  @Override
  public CompletionStage<Probe> probe(NodeAddress target) {
    return CompletableFuture.failedFuture(new IOException("a rehearsed node is not probed"));
  }

  /** The load as the simulator shows it, in vLLM's words. */
  @Override
  public CompletionStage<Fetched> fetch(NodeAddress target, URI address) {
    VirtualNode node = nodes.get(target.node());
    double share = KV_AT_CAPACITY * node.busy() / node.described().capacity();
    String gauges =
        gauge("num_requests_running", node.busy())
            + gauge("num_requests_waiting", node.waiting())
            + gauge("kv_cache_usage_perc", share);
    return CompletableFuture.completedFuture(new Fetched(200, gauges));
  }

  /** Lets each attempt under way look at the clock; to be called often. */
  void watch() {
    List.copyOf(open).forEach(attempt -> attempt.look(patience));
  }

  /** How many attempts were made. */
  long attempts() {
    return attempts;
  }

  /** What the answers cost at public nodes, in the currency of their prices. */
  double cost() {
    return cost;
  }

  private void charge(VirtualNode node, Usage usage) {
    if (usage.reported()) {
      cost += node.described().spec().price(usage.input(), usage.output());
    }
  }

  private static String gauge(String name, double value) {
    return String.format(
        Locale.ROOT, "# TYPE vllm:%s gauge\nvllm:%s{engine=\"0\"} %.4f\n", name, name, value);
  }
}
