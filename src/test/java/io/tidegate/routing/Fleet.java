package io.tidegate.routing;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Permit;
import io.tidegate.settings.Settings;
import io.tidegate.testing.FakeUpstream;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.SampleCalls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pool of fake nodes with the router over it, on a clock that the test moves. */
public final class Fleet {

  private final ManualClock clock = new ManualClock();
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final FakeUpstream upstream = new FakeUpstream();
  private final RoutingConfig config;
  private final Pool pool;
  private final Router router;

  /** An empty fleet with the default configuration. */
  public Fleet() {
    this(Map.of());
  }

  /** An empty fleet with {@code settings}, named without {@code tidegate.}. */
  public Fleet(Map<String, String> settings) {
    config = config(settings);
    pool = new Pool(config);
    Router.Parts parts = new Router.Parts(pool, new WeightedLeastConnections(), upstream);
    router = new Router(parts, config, clock, metrics);
  }

  static RoutingConfig config(Map<String, String> settings) {
    Map<String, String> full = new LinkedHashMap<>();
    settings.forEach((key, value) -> full.put("tidegate." + key, value));
    return RoutingConfig.from(new Settings(full));
  }

  static NodeSpec spec(String name, String... models) {
    return NodeSpec.of(name, URI.create("http://" + name + ".test/v1"))
        .withModels(NodeSpec.parseModels(List.of(models)));
  }

  static NodeSpec sized(NodeSpec spec, int weight, int maxConnections) {
    return with(spec, weight, maxConnections, spec.draining());
  }

  static NodeSpec draining(NodeSpec spec, boolean draining) {
    return with(spec, spec.weight(), spec.maxConnections(), draining);
  }

  private static NodeSpec with(NodeSpec spec, int weight, int maxConnections, boolean draining) {
    return new NodeSpec(
        spec.name(),
        spec.url(),
        spec.apiKey(),
        weight,
        maxConnections,
        draining,
        spec.tier(),
        spec.region(),
        spec.models());
  }

  static List<Permit> occupy(Node node, int calls) {
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      permits.add(node.tryAcquire().orElseThrow());
    }
    return permits;
  }

  /** Adds a node that serves {@code models}; without any, its models are unknown. */
  public Node add(String name, String... models) {
    return add(spec(name, models));
  }

  Node add(NodeSpec spec) {
    return pool.put(spec);
  }

  /** A call for {@code model} with plenty of time. */
  public Call call(String model) {
    return SampleCalls.chat(model, Deadline.after(clock.getAsLong(), Duration.ofMinutes(10)));
  }

  Answer ask(String model) {
    Answer answer = new Answer();
    router.route(call(model), answer);
    return answer;
  }

  /** The clock of it all. */
  public ManualClock clock() {
    return clock;
  }

  /** What was counted. */
  public RecordingMetrics metrics() {
    return metrics;
  }

  /** The nodes' side. */
  public FakeUpstream upstream() {
    return upstream;
  }

  /** The router over the nodes. */
  public Router router() {
    return router;
  }

  RoutingConfig config() {
    return config;
  }

  Pool pool() {
    return pool;
  }

  int inFlight() {
    return pool.nodes().stream().mapToInt(Node::inFlight).sum();
  }

  @Override
  public String toString() {
    return clock.toString();
  }
}
