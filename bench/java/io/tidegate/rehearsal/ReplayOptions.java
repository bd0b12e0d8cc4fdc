package io.tidegate.rehearsal;

import io.tidegate.routing.balancing.Strategy;
import io.tidegate.routing.nodes.Billing;
import io.tidegate.routing.nodes.NodeDialects;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Tier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The arguments of {@link Replay}: {@code --name=value}, and the file of the trace. */
final class ReplayOptions {

  static final String USAGE =
      """
      usage: Replay TRACE [--first=SECONDS] [--nodes=3] [--capacity=4] [--queue=0]
        [--first-token=PT0.2S] [--per-prompt-token=PT0.000025S] [--per-token=PT0.02S] [--crowding=0]
        [--jitter=0] [--cached-tokens=0] [--max-connections=100] [--strategies=all|NAME,NAME] [--settings=KEY=VALUE;...]
        [--within=PT2S] [--seed=1] [--live=URL]\
      """;

  private static final Set<String> NAMES =
      Set.of(
          "first",
          "nodes",
          "capacity",
          "queue",
          "first-token",
          "per-prompt-token",
          "per-token",
          "crowding",
          "jitter",
          "cached-tokens",
          "max-connections",
          "strategies",
          "settings",
          "within",
          "seed",
          "live");

  private final Map<String, String> given = new HashMap<>();
  private final Path trace;

  ReplayOptions(String... arguments) {
    List<String> files = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("--") && argument.contains("=")) {
        int equals = argument.indexOf('=');
        given.put(argument.substring(2, equals), argument.substring(equals + 1));
      } else {
        files.add(argument);
      }
    }
    if (files.size() != 1 || !NAMES.containsAll(given.keySet())) {
      throw new IllegalArgumentException("one file, and known options only");
    }
    trace = Path.of(files.get(0));
  }

  /** The calls of the trace, or of its first seconds, each with the length of its answer said. */
  Workload workload() throws IOException {
    long last = Math.round(Double.parseDouble(text("first", "1e6")) * 1e9);
    try (Stream<String> lines = Files.lines(trace)) {
      List<Arrival> arrivals =
          TraceLines.read(lines, "trace").arrivals().stream()
              .filter(call -> call.at() < last)
              .map(ReplayOptions::limited)
              .toList();
      return Workload.of("arrivals", arrivals);
    }
  }

  /** That is how a real node is told how long its answer is to be. */
  private static Arrival limited(Arrival call) {
    return new Arrival(
        call.at(),
        call.promptTokens(),
        call.answerTokens(),
        call.answerTokens(),
        call.tenant(),
        call.model(),
        call.prefix());
  }

  RehearsalPlan plan() throws IOException {
    List<RehearsedNode> nodes =
        IntStream.rangeClosed(1, integer("nodes", 3)).mapToObj(i -> node("n" + i)).toList();
    return new RehearsalPlan(
        workload(),
        nodes,
        strategies().stream()
            .map(name -> new Variant(name, Set.of(), List.of(), name, Map.of()))
            .toList(),
        integer("seed", 1),
        Duration.parse(text("within", "PT2S")));
  }

  /** What is set, by key. */
  Map<String, String> settings() {
    return Arrays.stream(text("settings", "").split(";", -1))
        .filter(pair -> pair.contains("="))
        .collect(
            Collectors.toMap(
                pair -> pair.substring(0, pair.indexOf('=')),
                pair -> pair.substring(pair.indexOf('=') + 1)));
  }

  /** The server to be compared with, or null. */
  URI live() {
    return given.containsKey("live") ? URI.create(given.get("live")) : null;
  }

  private List<String> strategies() {
    String named = text("strategies", "all");
    return named.equals("all")
        ? Arrays.stream(Strategy.values()).map(Strategy::label).toList()
        : List.of(named.split(",", -1));
  }

  private RehearsedNode node(String name) {
    NodeSpec spec =
        new NodeSpec(
            name,
            RehearsedNode.NOWHERE,
            null,
            1,
            integer("max-connections", 100),
            false,
            Tier.PUBLIC,
            "",
            Map.of(),
            Billing.NONE,
            "",
            NodeDialects.ANY);
    NodePace pace =
        new NodePace(
            nanos("first-token", "PT0.2S"),
            nanos("per-prompt-token", "PT0.000025S"),
            nanos("per-token", "PT0.02S"),
            Double.parseDouble(text("crowding", "0")),
            Double.parseDouble(text("jitter", "0")));
    long cached = integer("cached-tokens", 0);
    return new RehearsedNode(spec, integer("capacity", 4), integer("queue", 0), pace, cached);
  }

  private double nanos(String name, String usual) {
    return Duration.parse(text(name, usual)).toNanos();
  }

  private int integer(String name, int usual) {
    return Integer.parseInt(text(name, String.valueOf(usual)));
  }

  private String text(String name, String usual) {
    return given.getOrDefault(name, usual);
  }
}
