package io.tidegate.routing.nodes;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.tidegate.exchange.ModelFacts;
import io.tidegate.exchange.TenantId;
import io.tidegate.settings.Aliases;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The nodes and who serves which model.
 *
 * <p>Readers see one immutable view; changes replace it under the lock. A node that is removed
 * keeps its running calls, since they hold the node itself.
 */
public final class Pool {

  private record View(
      Map<String, Node> byName,
      Map<String, List<Node>> byModel,
      Map<String, List<TierGroup>> groups,
      Set<String> beta,
      boolean complete) {}

  private final RoutingConfig config;
  private final Aliases aliases;
  private final String region;
  private Node own;
  private volatile View view = new View(Map.of(), Map.of(), Map.of(), Set.of(), true);
  private TierRule rule = TierRule.SPILL;

  /** An empty pool of a gateway to which all regions are alike. */
  public Pool(RoutingConfig config) {
    this(config, "");
  }

  /** An empty pool of a gateway that stands in {@code region}. */
  public Pool(RoutingConfig config, String region) {
    this.region = region;
    this.config = requireNonNull(config, "config");
    this.aliases = config.aliases();
  }

  /** All nodes, by name. */
  public Collection<Node> nodes() {
    return view.byName().values();
  }

  /** The node called {@code name}, if there is one. */
  public Optional<Node> node(String name) {
    return Optional.ofNullable(view.byName().get(name));
  }

  /**
   * The model meant by {@code name}: what it is an alias of, else itself if it is served, else that
   * of the longest pattern that fits it, else itself.
   */
  public String resolve(String name) {
    String model = aliases.named(name);
    if (model == null && !view.byModel().containsKey(name)) {
      model = aliases.matched(name);
    }
    return model == null ? name : model;
  }

  /** Whether clients may ask for {@code name}: a model that is served, or an alias of one. */
  public boolean knows(String name) {
    return !name.equals(TenantId.GATEWAY.value()) && view.byModel().containsKey(resolve(name));
  }

  /** The nodes that serve {@code model}, draining and ejected ones included; maybe none. */
  public List<Node> serving(String model) {
    return view.byModel().getOrDefault(model, List.of());
  }

  /** The nodes that serve {@code model}, by tier and distance, the preferred ones first. */
  public List<TierGroup> groups(String model) {
    return view.groups().getOrDefault(model, List.of());
  }

  /**
   * Whether {@code node} takes calls for {@code model} that belong to a beta root: one that has it
   * or, where nobody is known to, one of which nothing was said.
   */
  public boolean takesBeta(Node node, String model) {
    NodeSpec spec = node.spec();
    return spec.hasBeta() || (spec.mayHaveBeta() && !view.beta().contains(model));
  }

  /** What clients may ask for by name: every model served, and every alias of one, in order. */
  public List<String> models() {
    Map<String, List<Node>> served = view.byModel();
    TreeSet<String> names = new TreeSet<>(served.keySet());
    names.remove(TenantId.GATEWAY.value());
    aliases.each(
        (alias, model) -> {
          if (served.containsKey(model)) {
            names.add(alias);
          }
        });
    return List.copyOf(names);
  }

  /** What the nodes tell of {@code name}, a model or an alias of one. */
  public ModelFacts facts(String name) {
    String model = resolve(name);
    return serving(model).stream()
        .map(node -> node.facts(model))
        .reduce(ModelFacts.UNKNOWN, ModelFacts::and);
  }

  /** Whether every node's models are known, so that a model nobody serves does not exist. */
  public boolean complete() {
    return view.complete();
  }

  /**
   * Adds a node, or changes the one of the same name, whose running calls go on. At another address
   * it is a new node, of whose health and models nothing is known.
   */
  public synchronized Node put(NodeSpec spec) {
    Map<String, Node> byName = new TreeMap<>(view.byName());
    Node before = byName.get(spec.name());
    Node node = before != null && before.spec().url().equals(spec.url()) ? before : null;
    if (node == null) {
      node = new Node(spec, config);
      byName.put(spec.name(), node);
    } else {
      node.become(spec);
    }
    show(byName);
    return node;
  }

  /**
   * Adds a node for the gateway's own calls, which is neither listed nor probed, or takes it out.
   *
   * @param spec the node, with its models; null to take it out
   */
  public synchronized void own(NodeSpec spec) {
    own = spec == null ? null : new Node(spec, config);
    show(view.byName());
  }

  /** Takes the node {@code name} out; calls that it has go on. */
  public synchronized void remove(String name) {
    Map<String, Node> byName = new TreeMap<>(view.byName());
    byName.remove(name);
    show(byName);
  }

  /** Learns that {@code node} serves {@code models}, its own names by public ones. */
  public synchronized void found(Node node, Map<String, String> models) {
    node.found(models);
    show(view.byName());
  }

  /**
   * Ejects {@code node} unless it is the last usable one for a model of those that {@code serves}.
   *
   * <p>Under the lock, so that two nodes cannot each take the other for the one that stays.
   */
  public synchronized boolean eject(Node node, Predicate<Node> serves, long now) {
    for (String model : node.models().keySet()) {
      if (serving(model).stream()
          .noneMatch(other -> other != node && other.usable() && serves.test(other))) {
        return false;
      }
    }
    return node.health().eject(now);
  }

  /** Whether public nodes are taken as usual, first, or not at all, from the next pick on. */
  public synchronized void prefer(TierRule newRule) {
    if (newRule != rule) {
      rule = newRule;
      show(view.byName());
    }
  }

  private void show(Map<String, Node> byName) {
    Map<String, List<Node>> byModel = new LinkedHashMap<>();
    for (Node node : byName.values()) {
      for (String model : node.models().keySet()) {
        byModel.computeIfAbsent(model, name -> new ArrayList<>()).add(node);
      }
    }
    if (own != null) {
      own.models()
          .keySet()
          .forEach(model -> byModel.putIfAbsent(model, new ArrayList<>(List.of(own))));
    }
    byModel.replaceAll((model, nodes) -> List.copyOf(nodes));
    Map<String, List<TierGroup>> groups = new HashMap<>();
    byModel.forEach((model, nodes) -> groups.put(model, TierGroup.of(nodes, region, rule)));
    Set<String> beta =
        byModel.entrySet().stream()
            .filter(served -> served.getValue().stream().anyMatch(node -> node.spec().hasBeta()))
            .map(Map.Entry::getKey)
            .collect(toUnmodifiableSet());
    boolean complete = byName.values().stream().allMatch(Node::modelsKnown);
    view = new View(byName, byModel, groups, beta, complete);
  }
}
