package io.tidegate.routing.nodes;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.upstream.access.NodeGuard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
public final class NodeAdministration {

  private static final Logger LOG = System.getLogger(NodeAdministration.class.getName());

  private final Pool pool;
  private final NodeFile file;
  private final Metrics metrics;
  private final NodeGuard guard;
  private final Map<String, NodeSpec> configured = new TreeMap<>();
  private final Map<String, Optional<NodeChange>> changes = new TreeMap<>();
  private final Set<String> simulated = new HashSet<>();

  /** Changes {@code pool}, keeps the changes in {@code file} and shows them in {@code metrics}. */
  public NodeAdministration(Pool pool, NodeFile file, Metrics metrics) {
    this(pool, file, metrics, NodeGuard.STRICT);
  }

  /** As above; a node must have an address that {@code guard} admits. */
  public NodeAdministration(Pool pool, NodeFile file, Metrics metrics, NodeGuard guard) {
    this.guard = guard;
    this.pool = pool;
    this.file = file;
    this.metrics = metrics;
  }

  /**
   * Fills the pool: the nodes of {@code settings}, and over them what was changed in earlier runs.
   */
  public synchronized void start(List<NodeSpec> settings) {
    settings.forEach(spec -> configured.put(spec.name(), spec));
    Map<String, Optional<NodeChange>> kept = file.load();
    Map<String, NodeSpec> nodes = new TreeMap<>(configured);
    try {
      kept.forEach((name, change) -> apply(name, change, nodes));
    } catch (InvalidNodeException broken) {
      throw file.unusable(broken);
    }
    if (!changes.equals(kept)) {
      file.save(changes);
    }
    nodes.values().forEach(this::show);
  }

  private void apply(String name, Optional<NodeChange> kept, Map<String, NodeSpec> nodes) {
    NodeSpec before = configured.get(name);
    Optional<NodeChange> change = kept.map(one -> one.withoutCopies(before, name));
    changes.put(name, change);
    if (change.isEmpty()) {
      nodes.remove(name);
      tell(before != null, "node {0} is configured, but was removed by /api/nodes", name);
    } else if (before == null && !change.get().isWhole()) {
      tell(true, "node {0} is configured no more; its changes by /api/nodes have no effect", name);
    } else if (change.get().isEmpty()) {
      changes.remove(name);
    } else {
      nodes.put(name, change.get().apply(name, before));
      String members = String.join(", ", change.get().members());
      LOG.log(
          before == null ? Level.INFO : Level.WARNING,
          before == null
              ? "node {0} was added by /api/nodes"
              : "node {0}: {1} as changed by /api/nodes, not as configured",
          name,
          members);
    }
  }

  private static void tell(boolean worthwhile, String message, String name) {
    if (worthwhile) {
      LOG.log(Level.WARNING, message, name);
    }
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

  /**
   * Adds or replaces the node that {@code spec} names.
   *
   * @throws InvalidNodeException if its address is where no node may be
   */
  public synchronized Node put(NodeSpec spec) {
    guard
        .refusal(spec.url())
        .ifPresent(
            rule -> {
              throw new InvalidNodeException("url", rule);
            });
    if (find(spec.name()).filter(node -> node.spec().url().equals(spec.url())).isEmpty()) {
      simulated.remove(spec.name());
    }
    keep(spec.name(), Optional.of(NodeChange.between(configured.get(spec.name()), spec)));
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
    metrics.remove(Metric.NODE_IN_FLIGHT, name);
    metrics.remove(Metric.NODE_MAX_CONNECTIONS, name);
    metrics.remove(Metric.NODE_USABLE, name);
    metrics.remove(Metric.NODE_EJECTED, name);
    forgetModels(node);
    return true;
  }

  private void forgetModels(Node node) {
    for (Capability capability : node.servings().keySet()) {
      String[] labels = NodeModels.labels(node, capability);
      metrics.remove(Metric.LIMIT, labels);
      metrics.remove(Metric.LIMIT_SPEED, labels);
      metrics.remove(Metric.LIMIT_IN_USE, labels);
      metrics.remove(Metric.BREAKER_STATE, labels);
    }
  }

  private void keep(String name, Optional<NodeChange> change) {
    if (simulated.contains(name)) {
      return;
    }
    Map<String, Optional<NodeChange>> next = new TreeMap<>(changes);
    if (change.filter(NodeChange::isEmpty).isPresent()) {
      next.remove(name);
    } else {
      next.put(name, change);
    }
    file.save(next);
    changes.clear();
    changes.putAll(next);
  }

  private Node show(NodeSpec spec) {
    Node before = find(spec.name()).orElse(null);
    Node node = pool.put(spec);
    if (node != before) {
      Optional.ofNullable(before).ifPresent(this::forgetModels);
      String name = spec.name();
      metrics.gauge(Metric.NODE_IN_FLIGHT, node::inFlight, name);
      metrics.gauge(Metric.NODE_MAX_CONNECTIONS, () -> node.spec().maxConnections(), name);
      metrics.gauge(Metric.NODE_USABLE, () -> node.usable() ? 1 : 0, name);
      metrics.gauge(Metric.NODE_EJECTED, () -> node.health().healthy() ? 0 : 1, name);
    }
    return node;
  }
}
