package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.routing.balancing.Strategies;
import io.tidegate.routing.balancing.Strategy;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Makes plans of requests, and checks all that can be checked before; thread-safe. */
final class RehearsalReader {

  /** The most tokens that all nodes together may keep: blocks of some 100 MB. */
  static final double MOST_CACHED = 500e6;

  private static final int MOST_NODES = 1_000;
  private static final int MOST_VARIANTS = 12;
  private static final double HIGHEST_SEED = 1L << 53;
  private static final Duration IN_TIME = Duration.ofSeconds(2);
  private static final Duration LONGEST_WITHIN = Duration.ofHours(1);

  private static final Set<String> MEMBERS = Set.of("trace", "nodes", "variants", "seed", "within");
  private static final Set<String> OF_VARIANT =
      Set.of("name", "without", "nodes", "strategy", "settings");

  private final WorkloadReader workloads;
  private final Supplier<List<RehearsedNode>> present;
  private final RandomGenerator random;

  /**
   * A reader.
   *
   * @param present the nodes where a request names none
   * @param random what seeds are drawn from; thread-safe
   */
  RehearsalReader(
      WorkloadReader workloads, Supplier<List<RehearsedNode>> present, RandomGenerator random) {
    this.workloads = requireNonNull(workloads, "workloads");
    this.present = requireNonNull(present, "present");
    this.random = requireNonNull(random, "random");
  }

  /**
   * The settings {@code configured}, with the strategies that are in force by now.
   *
   * @param strategies what an administrator may have changed since the start
   */
  static Settings inForce(Settings configured, Strategies strategies) {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("tidegate.balancing.strategy", strategies.byDefault());
    strategies
        .chosen()
        .forEach((model, strategy) -> changes.put("tidegate.balancing.models." + model, strategy));
    return configured.with(changes);
  }

  /**
   * The plan that {@code body} describes.
   *
   * @throws FailureException that names the field and the rule
   */
  RehearsalPlan read(JsonNode body) {
    JsonFields request = JsonFields.of(body, "").only(MEMBERS);
    long seed = Math.round(request.number("seed", random.nextInt(1, 1 << 30), 0, HIGHEST_SEED));
    List<RehearsedNode> nodes = nodes(request);
    Workload workload = workloads.read(request.object("trace"), seed);
    return new RehearsalPlan(
        workload,
        nodes,
        variants(request, nodes),
        seed,
        request.duration("within", IN_TIME, LONGEST_WITHIN));
  }

  private List<RehearsedNode> nodes(JsonFields request) {
    List<RehearsedNode> nodes = named(request);
    List<RehearsedNode> all = request.has("nodes") ? nodes : present.get();
    if (all.isEmpty()) {
      throw Failure.invalid("nodes", "must name one at least: the pool has none that is usable")
          .asException();
    }
    return all;
  }

  private static List<RehearsedNode> named(JsonFields holder) {
    List<RehearsedNode> nodes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonFields node : holder.objects("nodes", MOST_NODES)) {
      RehearsedNode read = NodesReader.read(node);
      if (!names.add(read.name())) {
        throw node.wrong("name", "must be unique");
      }
      nodes.add(read);
    }
    if (nodes.stream().mapToLong(RehearsedNode::cachedTokens).sum() > MOST_CACHED) {
      throw holder.wrong("nodes", "must not have more than 500000000 cached_tokens together");
    }
    return nodes;
  }

  private static List<Variant> variants(JsonFields request, List<RehearsedNode> nodes) {
    Set<String> present = nodes.stream().map(RehearsedNode::name).collect(Collectors.toSet());
    Set<String> names = new HashSet<>();
    List<Variant> variants = new ArrayList<>();
    for (JsonFields each : request.objects("variants", MOST_VARIANTS)) {
      Variant variant = variant(each.only(OF_VARIANT), present);
      if (!names.add(variant.name())) {
        throw each.wrong("name", "must be unique");
      }
      variants.add(variant);
    }
    return variants.isEmpty() ? List.of(Variant.AS_NOW) : variants;
  }

  private static Variant variant(JsonFields members, Set<String> present) {
    Set<String> without =
        members.items("without", MOST_NODES).stream()
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    without.stream()
        .filter(name -> !present.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw members.wrong("without", "names no node: there is no '" + name + "'");
            });
    List<RehearsedNode> more = named(members);
    Set<String> left = new HashSet<>(present);
    left.removeAll(without);
    if (left.isEmpty() && more.isEmpty()) {
      throw members.wrong("without", "must leave one node at least");
    }
    more.stream()
        .filter(node -> left.contains(node.name()))
        .findFirst()
        .ifPresent(
            node -> {
              throw members.wrong("nodes", "names '" + node.name() + "', which is there already");
            });
    return new Variant(members.text("name"), without, more, strategy(members), settings(members));
  }

  private static String strategy(JsonFields members) {
    String name = members.text("strategy", null);
    if (name != null && Strategy.named(name).isEmpty()) {
      throw members.wrong("strategy", Strategy.RULE);
    }
    return name;
  }

  private static Map<String, String> settings(JsonFields members) {
    if (!members.has("settings")) {
      return Map.of();
    }
    JsonFields.of(members.any("settings"), members.at("settings"));
    Map<String, String> changes = new LinkedHashMap<>();
    members
        .any("settings")
        .properties()
        .forEach(change -> changes.put(change.getKey(), change.getValue().asText()));
    complaint(changes)
        .ifPresent(
            rule -> {
              throw members.wrong("settings", "cannot be rehearsed: " + rule);
            });
    return changes;
  }

  /** Why {@code changes} cannot be made: a key that no rehearsal reads, or a value it cannot. */
  private static Optional<String> complaint(Map<String, String> changes) {
    if (changes.keySet().stream().anyMatch(key -> !key.startsWith(Settings.PREFIX))) {
      return Optional.of("keys begin with " + Settings.PREFIX);
    }
    Settings alone = new Settings(changes);
    try {
      RehearsalRun.check(alone);
    } catch (SettingException wrong) {
      return Optional.of(wrong.getMessage());
    }
    return alone.unknown().stream().findFirst();
  }
}
