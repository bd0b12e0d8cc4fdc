package io.tidegate.routing;

import io.tidegate.metrics.MetricNames;
import io.tidegate.metrics.Metrics;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The pool as administrators see and change it; changes outlive a restart.
 *
 * <p>Thread-safe: changes are made one after the other and are on disk before they take effect.
 */
public final class Nodes {

  private final Pool pool;
  private final NodeFile file;
  private final Metrics metrics;
  private final Map<String, Optional<NodeSpec>> changes = new TreeMap<>();
  private final Set<String> simulated = new HashSet<>();

  Nodes(Pool pool, NodeFile file, Metrics metrics) {
    this.pool = pool;
    this.file = file;
    this.metrics = metrics;
  }

  /** Fills the pool: {@code configured} nodes, and over them what was changed in earlier runs. */
  public synchronized void start(List<NodeSpec> configured) {
    changes.putAll(file.load());
    Map<String, NodeSpec> nodes = new TreeMap<>();
    configured.forEach(spec -> nodes.put(spec.name(), spec));
    changes.forEach(
        (name, spec) ->
            spec.ifPresentOrElse(known -> nodes.put(name, known), () -> nodes.remove(name)));
    nodes.values().forEach(this::show);
  }

  /** Adds nodes that exist only while this server runs. */
  public synchronized void rehearse(List<NodeSpec> nodes) {
    nodes.forEach(
        spec -> {
          simulated.add(spec.name());
          show(spec);
        });
  }

  /** All nodes, by name. */
  public Collection<Node> all() {
    return pool.nodes();
  }

  /** The node called {@code name}. */
  public Optional<Node> find(String name) {
    return pool.node(name);
  }

  /** Adds or replaces the node that {@code spec} names. */
  public synchronized Node put(NodeSpec spec) {
    if (find(spec.name()).filter(node -> node.spec().url().equals(spec.url())).isEmpty()) {
      simulated.remove(spec.name());
    }
    keep(spec.name(), Optional.of(spec));
    return show(spec);
  }

  /** Changes the node called {@code name}; nothing when there is none. */
  public synchronized Optional<Node> change(String name, UnaryOperator<NodeSpec> change) {
    return find(name).map(node -> put(change.apply(node.spec())));
  }

  /** Takes a node out; its running calls go on. False when there is none. */
  public synchronized boolean remove(String name) {
    Node node = find(name).orElse(null);
    if (node == null) {
      return false;
    }
    keep(name, Optional.empty());
    simulated.remove(name);
    pool.remove(name);
    metrics.remove(MetricNames.NODE_IN_FLIGHT, "node", name);
    metrics.remove(MetricNames.NODE_MAX_CONNECTIONS, "node", name);
    metrics.remove(MetricNames.NODE_USABLE, "node", name);
    forgetModels(node);
    return true;
  }

  private void forgetModels(Node node) {
    for (String model : node.servings().keySet()) {
      metrics.remove(MetricNames.LIMIT, "node", node.name(), "model", model);
      metrics.remove(MetricNames.BREAKER_STATE, "node", node.name(), "model", model);
    }
  }

  private void keep(String name, Optional<NodeSpec> spec) {
    if (simulated.contains(name)) {
      return;
    }
    Map<String, Optional<NodeSpec>> next = new TreeMap<>(changes);
    next.put(name, spec);
    file.save(next);
    changes.put(name, spec);
  }

  private Node show(NodeSpec spec) {
    Node before = find(spec.name()).orElse(null);
    Node node = pool.put(spec);
    if (node != before) {
      Optional.ofNullable(before).ifPresent(this::forgetModels);
      String name = spec.name();
      metrics.gauge(MetricNames.NODE_IN_FLIGHT, node::inFlight, "node", name);
      metrics.gauge(
          MetricNames.NODE_MAX_CONNECTIONS, () -> node.spec().maxConnections(), "node", name);
      metrics.gauge(MetricNames.NODE_USABLE, () -> node.usable() ? 1 : 0, "node", name);
    }
    return node;
  }
}
