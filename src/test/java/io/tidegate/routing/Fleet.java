package io.tidegate.routing;

import io.tidegate.admission.Admission;
import io.tidegate.admission.AdmissionConfig;
import io.tidegate.admission.PermitCount;
import io.tidegate.admission.Shares;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Permit;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.balancing.BalancingConfig;
import io.tidegate.routing.balancing.NodeSketch;
import io.tidegate.routing.balancing.Strategies;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.AccountConfig;
import io.tidegate.routing.nodes.Accounts;
import io.tidegate.routing.nodes.Breaker;
import io.tidegate.routing.nodes.Capability;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModel;
import io.tidegate.routing.nodes.NodeModels;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.RoutingConfig;
import io.tidegate.routing.probes.Telemetry;
import io.tidegate.routing.probes.TelemetryConfig;
import io.tidegate.settings.Settings;
import io.tidegate.testing.FakeUpstream;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ManualTimer;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.SampleCalls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A pool of fake nodes with the router over it, on a clock that the test moves. */
public final class Fleet {

  private static final Duration BEAT = Duration.ofMillis(100);
  private static final long SEED = 42;
  private static final int CALLS_TO_LEARN = 25;

  private final ManualClock clock = new ManualClock();
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final FakeUpstream upstream = new FakeUpstream();
  private final RoutingConfig config;
  private final Pool pool;
  private final ManualTimer timer = new ManualTimer(clock);
  private final PermitCount permits = new PermitCount();
  private final Admission admission;
  private final Accounts accounts;
  private final Strategies strategies;
  private final Telemetry telemetry;
  private final Retries retries;
  private final SilentAttempts silent = new SilentAttempts();
  final Placer placer;
  private final Router router;

  /** An empty fleet with the default configuration. */
  public Fleet() {
    this(Map.of());
  }

  /** An empty fleet with {@code settings}, named without {@code tidegate.}. */
  public Fleet(Map<String, String> settings) {
    Settings given = settings(settings);
    RandomGenerator random = new Random(SEED);
    config = RoutingConfig.from(given);
    SpillConfig spill = SpillConfig.from(given);
    pool = new Pool(config, spill.region());
    admission = new Admission(AdmissionConfig.from(given), clock, metrics);
    Account.Parts accounting =
        new Account.Parts(AccountConfig.from(given), Shares.ALONE, permits, clock);
    accounts = new Accounts(accounting, pool::nodes, metrics);
    strategies = new Strategies(pool, BalancingConfig.from(given), random);
    telemetry = new Telemetry(pool, upstream, TelemetryConfig.from(given), clock, metrics);
    placer =
        new Placer(
            new Placer.Parts(
                pool,
                strategies,
                accounts,
                telemetry,
                new SpendingCap(spill.publicBudget()),
                new NodeModels(config, permits, clock, metrics)),
            spill,
            random);
    OutcomeFeedback lessons =
        new OutcomeFeedback(pool, placer, new OutlierDetector(pool, placer, metrics));
    retries = new Retries(config.maxAttempts(), RetryConfig.from(given), timer, random);
    router =
        new Router(
            new Router.Parts(
                pool, placer, strategies, upstream, admission, lessons, retries, silent),
            clock,
            metrics);
  }

  private static Settings settings(Map<String, String> settings) {
    Map<String, String> full = new LinkedHashMap<>();
    settings.forEach((key, value) -> full.put("tidegate." + key, value));
    return new Settings(full);
  }

  public static RoutingConfig config(Map<String, String> settings) {
    return RoutingConfig.from(settings(settings));
  }

  public static NodeSpec spec(String name, String... models) {
    return NodeSpec.of(name, URI.create("http://" + name + ".test/v1"))
        .withModels(NodeSpec.parseModels(List.of(models)));
  }

  public static NodeSpec sized(NodeSpec spec, int weight, int maxConnections) {
    return NodeSketch.of(spec).withWeight(weight).withPlaces(maxConnections).spec();
  }

  public static NodeSpec draining(NodeSpec spec, boolean draining) {
    return NodeSketch.of(spec).drained(draining).spec();
  }

  /** Nodes called a, b, c and so on, of these weights, outside of any pool. */
  public static List<Node> nodes(List<Integer> weights) {
    List<Node> nodes = new ArrayList<>();
    for (int weight : weights) {
      String name = String.valueOf((char) ('a' + nodes.size()));
      nodes.add(new Node(sized(spec(name, "m"), weight, 100_000), config(Map.of())));
    }
    return nodes;
  }

  public static List<Permit> occupy(Node node, int calls) {
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

  public Node add(NodeSketch sketch) {
    return add(sketch.spec());
  }

  public Node add(NodeSpec spec) {
    return pool.put(spec);
  }

  /** A call for {@code model} with plenty of time. */
  public Call call(String model) {
    return SampleCalls.chat(model, Deadline.after(clock.getAsLong(), Duration.ofMinutes(10)));
  }

  /** A call for {@code model} on {@code terms}, with plenty of time. */
  Call call(String model, Terms terms) {
    return call(model, false, 1, terms);
  }

  /** A streaming call for {@code model} with a prompt of so many tokens and plenty of time. */
  Call stream(String model, int tokens) {
    return call(model, true, tokens, Terms.DEFAULT);
  }

  private Call call(String model, boolean stream, int tokens, Terms terms) {
    Deadline deadline = Deadline.after(clock.getAsLong(), Duration.ofMinutes(10));
    return SampleCalls.chat(model, stream, tokens, deadline, terms);
  }

  /** Lets a call for {@code model} in, as the gateway does. */
  public Answer ask(String model) {
    return ask(call(model));
  }

  public Answer ask(Call call) {
    Answer answer = new Answer();
    enter(call, answer);
    return answer;
  }

  /** Lets streams of one-token prompts run, so many that every node's usual wait is known. */
  void learn(String model, Duration firstContent) {
    for (int i = 0; i < CALLS_TO_LEARN * pool.nodes().size(); i++) {
      ask(stream(model, 1));
      upstream.last().complete(firstContent, Usage.NONE);
    }
  }

  /** Where the breaker of {@code model} at {@code node} stands. */
  public Breaker.State breaker(Node node, String model) {
    return serving(node, model).breaker().state(clock.getAsLong());
  }

  /** What is known of chats of {@code model} at {@code node}. */
  static NodeModel serving(Node node, String model) {
    return node.serving(new Capability(model, Operation.CHAT));
  }

  /** The attempts for {@code model} that {@code node} leaves without content for too long. */
  List<RoutedAttempt> stalled(Node node, String model) {
    return silent.stalled(clock.getAsLong()).get(serving(node, model));
  }

  /** Lets {@code call} in, as the gateway does. */
  RoutedCall enter(Call call, Answer answer) {
    RoutedCall routed = router.route(call, answer);
    if (!routed.gone()) {
      admission.enter(routed);
    }
    return routed;
  }

  /** Lets {@code time} pass as it does in life: in beats, in each of which all do their duties. */
  public void pass(Duration time) {
    for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(BEAT)) {
      clock.advance(left.compareTo(BEAT) < 0 ? left : BEAT);
      timer.run();
      router.watch();
      admission.tick();
    }
  }

  /** The queues before the nodes. */
  public Admission admission() {
    return admission;
  }

  /** What is counted of permits. */
  public PermitCount permits() {
    return permits;
  }

  Accounts accounts() {
    return accounts;
  }

  /** The second attempts that may be made at once. */
  double retriesLeft() {
    return retries.balance(clock.getAsLong());
  }

  ManualTimer timer() {
    return timer;
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

  public RoutingConfig config() {
    return config;
  }

  /** The nodes. */
  public Pool pool() {
    return pool;
  }

  /** What the nodes tell of themselves. */
  public Telemetry telemetry() {
    return telemetry;
  }

  int inFlight() {
    return pool.nodes().stream().mapToInt(Node::inFlight).sum();
  }

  @Override
  public String toString() {
    return clock.toString();
  }
}
