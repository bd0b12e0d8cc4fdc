package io.tidegate.rehearsal;

import io.tidegate.routing.nodes.NodeDialects;
import io.tidegate.routing.nodes.NodeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The nodes of one variant, under names of their own: what the log says of them must not be taken
 * for what happens to real ones.
 */
final class VirtualPool {

  private static final String PREFIX = "rehearsed-";
  private static final int LONGEST_NAME = 64;
  private static final String ANY_MODEL = "rehearsed";

  private final List<VirtualNode> nodes = new ArrayList<>();
  private final Map<String, String> plain = new LinkedHashMap<>();
  private final String usualModel;

  /** The nodes of {@code plan} but for those that {@code variant} takes away, and its own. */
  VirtualPool(RehearsalPlan plan, Variant variant, VirtualTime time, RandomGenerator random) {
    List<RehearsedNode> present =
        Stream.concat(
                plan.nodes().stream().filter(node -> !variant.without().contains(node.name())),
                variant.more().stream())
            .toList();
    this.usualModel = usual(present);
    Set<String> models = new TreeSet<>(Set.of(usualModel));
    present.forEach(node -> models.addAll(node.spec().models().keySet()));
    plan.workload().arrivals().forEach(arrival -> models.add(model(arrival)));
    for (RehearsedNode node : present) {
      NodeSpec spec = renamed(node.spec(), nodes.size() + 1, models);
      plain.put(spec.name(), node.name());
      nodes.add(new VirtualNode(node.told(spec), time, random));
    }
  }

  /** The nodes, under the names that the gateway knows. */
  List<VirtualNode> all() {
    return nodes;
  }

  /** The model that {@code arrival} asks for. */
  String model(Arrival arrival) {
    return arrival.model().isEmpty() ? usualModel : arrival.model();
  }

  /** What {@code node} did, under the name that people know. */
  VariantResult.NodeResult result(VirtualNode node, int answers) {
    String name = plain.get(node.described().name());
    return new VariantResult.NodeResult(name, answers, node.utilization());
  }

  /** The model that most nodes serve, the first by name of several. */
  private static String usual(List<RehearsedNode> nodes) {
    Map<String, Long> counts =
        nodes.stream()
            .flatMap(node -> node.spec().models().keySet().stream())
            .collect(Collectors.groupingBy(model -> model, Collectors.counting()));
    return counts.entrySet().stream()
        .min(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(ANY_MODEL);
  }

  private static NodeSpec renamed(NodeSpec spec, int number, Set<String> models) {
    String name = PREFIX + number + "-" + spec.name();
    Map<String, String> served =
        spec.models().isEmpty()
            ? models.stream().collect(Collectors.toMap(model -> model, model -> model))
            : spec.models();
    return new NodeSpec(
        name.substring(0, Math.min(LONGEST_NAME, name.length())),
        RehearsedNode.NOWHERE,
        null,
        spec.weight(),
        spec.maxConnections(),
        spec.draining(),
        spec.tier(),
        spec.region(),
        served,
        spec.billing(),
        "",
        NodeDialects.ANY);
  }
}
