package io.tidegate;

import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.routing.balancing.Strategy;
import io.tidegate.routing.nodes.Billing;
import io.tidegate.routing.nodes.NodeDialects;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Tier;
import io.tidegate.simulator.Fault;
import io.tidegate.simulator.SimulatorSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What happens in one schedule: nodes, settings, calls and changes, all drawn beforehand.
 *
 * @param settings the gateway's, named without {@code tidegate.}
 * @param nodes the nodes, 2 to 4
 * @param changes what becomes of them meanwhile
 * @param questions the calls
 */
record FaultSchedule(
    Map<String, String> settings,
    List<Site> nodes,
    List<Change> changes,
    List<Question> questions) {

  /** The most nodes a schedule has. */
  static final int MOST_NODES = 4;

  /** The model all calls ask for. */
  static final String MODEL = "chat";

  /** Calls that come when breakers that were open try their nodes again. */
  private static final int LATECOMERS = 10;

  private static final Fault[] SILENT = {
    Fault.STALL, Fault.BUSY_KEEP_ALIVE, Fault.BUSY_BLANK_LINES, Fault.NONE
  };

  /** All but one: half an answer for a good reason, which the law would take for a wrong one. */
  private static final Fault[] FAULTS =
      EnumSet.complementOf(EnumSet.of(Fault.INCOMPLETE_AS_COMPLETED)).toArray(Fault[]::new);

  /** A simulated node and what the pool is told of it; {@code fault} is its first. */
  record Site(int number, SimulatorSettings settings, Fault fault, NodeSpec spec) {

    String name() {
      return spec.name();
    }

    NodeSpec at(URI url, int maxConnections, boolean draining) {
      return new NodeSpec(
          spec.name(),
          url,
          spec.apiKey(),
          spec.weight(),
          maxConnections,
          draining,
          spec.tier(),
          spec.region(),
          spec.models(),
          spec.billing(),
          spec.keyHeader(),
          spec.dialects());
    }
  }

  /** The ways in which a node, or the gateway, changes. */
  enum Kind {
    FAULT,
    DRAIN,
    REMOVE,
    PUT,
    RESIZE,
    SLOW,
    CUT_OFF
  }

  /** Something that happens to a node {@code after} so many milliseconds. */
  record Change(long after, int node, Kind kind, Fault fault, int size) {}

  /**
   * A call, its times in milliseconds.
   *
   * @param leaves when its client hangs up, or -1
   * @param pause between two events that its client reads
   */
  record Question(
      long after,
      boolean stream,
      boolean usage,
      Terms terms,
      String tenant,
      long deadline,
      long leaves,
      int pause) {}

  /** The schedule number {@code index} of {@code seed}. */
  static FaultSchedule of(long seed, int index) {
    Random random = new Random(seed * 1_000_003 + index);
    boolean warm = random.nextInt(6) == 0;
    // Only the patient come to see that a node is slower than usual: that takes a second.
    boolean patient = warm && random.nextBoolean();
    Map<String, String> settings = settings(random, warm, patient);
    int tokens = between(random, 2, 8);
    List<Site> nodes =
        IntStream.range(0, warm ? 2 : between(random, 2, MOST_NODES))
            .mapToObj(number -> site(random, number, tokens, warm))
            .toList();
    List<Change> changes = changes(random, nodes.size(), warm);
    return new FaultSchedule(settings, nodes, changes, questions(random, warm, patient));
  }

  /** How many times {@code call} may be tried. */
  int attempts(int retriesOfClient) {
    int most = Integer.parseInt(settings.get("routing.max-attempts"));
    return Math.max(1, most - retriesOfClient);
  }

  /** How many further attempts all calls together may make in {@code seconds}. */
  double furtherAttempts(double seconds) {
    int perSecond = Integer.parseInt(settings.get("retries.per-second"));
    double ratio = 0.1 + Double.parseDouble(settings.get("hedging.ratio"));
    return ratio * questions.size() + perSecond * (10 + seconds);
  }

  /** The tokens of every answer. */
  int tokens() {
    return nodes.get(0).settings().answerTokens();
  }

  private static Map<String, String> settings(Random random, boolean warm, boolean patient) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "admission.max-wait", millis(random.nextInt(4) == 0 ? 5000 : between(random, 50, 300)));
    settings.put("admission.max-queue", oneOf(random, "0", "2", "10000", "10000"));
    settings.put(
        "upstream.first-content-timeout", millis(patient ? 5000 : between(random, 100, 300)));
    settings.put(
        "upstream.plain-answer-timeout", millis(patient ? 5000 : between(random, 100, 300)));
    settings.put("upstream.idle-timeout", millis(between(random, 100, 200)));
    settings.put("upstream.window-size", oneOf(random, "300", "1KiB", "256KiB"));
    settings.put("routing.max-attempts", oneOf(random, "1", "2", "3", "3", "3"));
    settings.put("routing.consecutive-failures", oneOf(random, "2", "5"));
    settings.put("routing.ejection-time", millis(50));
    settings.put("routing.max-ejection-time", millis(200));
    settings.put("routing.slow-start", millis(100));
    settings.put("routing.discovery-interval", millis(100));
    settings.put("routing.spill-after", millis(between(random, 1, 100)));
    settings.put("routing.public-budget-per-hour", oneOf(random, "0", "0.002", "1"));
    settings.put("retries.per-second", oneOf(random, "0", "1", "10", "10"));
    settings.put("accounts.max-concurrent", oneOf(random, "2", "100000", "100000"));
    settings.put("hedging.enabled", String.valueOf(!patient && (warm || random.nextInt(4) == 0)));
    settings.put("hedging.ratio", oneOf(random, "0.03", "0.5"));
    settings.put("hedging.max-saturation", "1");
    settings.put("telemetry.interval", millis(50));
    settings.put("telemetry.stale-after", millis(200));
    settings.put("balancing.strategy", oneOf(random, Strategy.values()).label());
    if (random.nextInt(3) == 0) {
      settings.put("fallbacks." + MODEL, "spare");
    }
    return settings;
  }

  private static Site site(Random random, int number, int tokens, boolean warm) {
    int capacity = warm ? 8 : between(random, 1, 8);
    SimulatorSettings settings =
        SimulatorSettings.defaults()
            .withCapacity(capacity)
            .withTimeToFirstToken(Duration.ofMillis(between(random, 1, 10)))
            .withTimePerToken(Duration.ofMillis(between(random, 0, 1)))
            .withAnswerTokens(tokens)
            .withJitter(warm ? 1 : 0.2)
            .withReasoning(false)
            .withModels(List.of(MODEL, "own-chat", "spare"));
    boolean roomy = random.nextInt(4) == 0 && !warm;
    NodeSpec spec =
        new NodeSpec(
            "node-" + number,
            URI.create("http://unknown.test/v1"),
            oneOf(random, null, null, "key-a", "key-b"),
            between(random, 1, 4),
            roomy ? capacity + 3 : between(random, (capacity + 1) / 2, capacity),
            random.nextInt(12) == 0 && !warm,
            oneOf(random, Tier.values()),
            "",
            warm ? Map.of(MODEL, MODEL) : models(random),
            new Billing("", 1, 2),
            "",
            NodeDialects.ANY);
    return new Site(number, settings, warm ? Fault.NONE : fault(random), spec);
  }

  /** None means that the gateway has to ask the node. */
  private static Map<String, String> models(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Map.of();
      case 1 -> Map.of("spare", "spare");
      case 2 -> Map.of(MODEL, "own-chat");
      case 3, 4 -> Map.of(MODEL, MODEL, "spare", "spare");
      default -> Map.of(MODEL, MODEL);
    };
  }

  private static List<Change> changes(Random random, int nodes, boolean warm) {
    List<Change> changes = new ArrayList<>();
    int many = between(random, warm ? 2 : 0, 6);
    for (int i = 0; i < many; i++) {
      Kind kind =
          random.nextBoolean()
              ? Kind.FAULT
              : oneOf(random, Kind.DRAIN, Kind.REMOVE, Kind.PUT, Kind.PUT, Kind.RESIZE);
      long after = warm ? between(random, 150, 300) : random.nextInt(500);
      Fault fault = warm ? oneOf(random, SILENT) : fault(random);
      kind = warm && random.nextBoolean() ? Kind.SLOW : kind;
      changes.add(new Change(after, random.nextInt(nodes), kind, fault, between(random, 1, 10)));
    }
    if (random.nextInt(20) == 0) {
      changes.add(new Change(between(random, 50, 400), 0, Kind.CUT_OFF, Fault.NONE, 1));
    }
    return changes;
  }

  private static Fault fault(Random random) {
    return random.nextInt(3) == 0 ? Fault.NONE : oneOf(random, FAULTS);
  }

  private static List<Question> questions(Random random, boolean warm, boolean patient) {
    boolean allStreams = warm || random.nextInt(4) == 0;
    int many = warm ? between(random, 60, 90) : between(random, 5, 30);
    int spread = between(random, 1, 400);
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      questions.add(
          new Question(
              patient && i < LATECOMERS
                  ? between(random, 1200, 1700)
                  : warm ? 4L * i : random.nextInt(spread),
              allStreams || random.nextBoolean(),
              random.nextBoolean(),
              new Terms(
                  oneOf(random, Priority.values()),
                  random.nextInt(5) == 0,
                  random.nextInt(5) == 0 ? random.nextInt(4) : 0),
              oneOf(random, "one", "two", "three"),
              patient ? between(random, 1200, 2500) : between(random, 200, 800),
              random.nextInt(6) == 0 ? random.nextInt(300) : -1,
              random.nextInt(5) == 0 ? between(random, 1, 20) : 0));
    }
    return questions;
  }

  private static int between(Random random, int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  @SafeVarargs
  private static <T> T oneOf(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String millis(long millis) {
    return Duration.ofMillis(millis).toString();
  }
}
