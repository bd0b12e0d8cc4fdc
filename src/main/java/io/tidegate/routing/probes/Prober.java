package io.tidegate.routing.probes;

import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.RoutingConfig;
import io.tidegate.upstream.Probe;
import io.tidegate.upstream.Unreachable;
import io.tidegate.upstream.Upstream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Asks nodes for their models: once an ejection is over, as the condition of re-admission, and from
 * time to time where no models were configured.
 *
 * <p>Never a generation: a probe must not cost a node a place. Healthy nodes with configured models
 * are left alone. Thread-safe.
 */
public final class Prober {

  private static final Logger LOG = System.getLogger(Prober.class.getName());

  /** While a node's models are unknown it serves nothing, so it is asked more often. */
  private static final int EAGERNESS = 12;

  private final Pool pool;
  private final Upstream upstream;
  private final RoutingConfig config;
  private final LongSupplier clock;
  private final Map<Node, Long> asked = new ConcurrentHashMap<>();

  /** A prober of the nodes in {@code pool}. */
  public Prober(Pool pool, Upstream upstream, RoutingConfig config, LongSupplier clock) {
    this.pool = pool;
    this.upstream = upstream;
    this.config = config;
    this.clock = clock;
  }

  /** Sends the probes that are due; to be called every second or so. */
  public void tick() {
    long now = clock.getAsLong();
    asked.keySet().retainAll(pool.nodes());
    for (Node node : pool.nodes()) {
      if (node.health().startProbe(now)) {
        ask(node, true);
      } else if (discoveryDue(node, now)) {
        asked.put(node, now);
        ask(node, false);
      }
    }
  }

  private boolean discoveryDue(Node node, long now) {
    if (!node.spec().models().isEmpty() || !node.health().healthy()) {
      return false;
    }
    Long last = asked.get(node);
    long pause = config.discovery().toNanos() / (node.modelsKnown() ? 1 : EAGERNESS);
    return last == null || now - last >= pause;
  }

  private void ask(Node node, boolean afterEjection) {
    upstream
        .probe(node.target())
        .whenComplete(
            (probe, failure) -> {
              if (Unreachable.isOurs(failure)) {
                node.health().unprobed();
                return;
              }
              boolean alive = failure == null && probe.alive();
              if (alive) {
                learn(node, probe);
              }
              explain(node, alive, failure == null ? trouble(probe) : Unreachable.why(failure));
              if (afterEjection) {
                node.health().probed(alive, clock.getAsLong());
                LOG.log(
                    Level.INFO,
                    alive ? "node {0} is re-admitted" : "node {0} stays ejected",
                    node.name());
              }
            });
  }

  private static String trouble(Probe probe) {
    return probe.trouble().orElse("it is not ready");
  }

  /** A node that is alive is in trouble only if nothing tells its models. */
  private static void explain(Node node, boolean alive, String trouble) {
    boolean fine = alive && node.modelsKnown();
    if (node.troubled(fine ? null : trouble)) {
      LOG.log(
          fine ? Level.INFO : Level.WARNING,
          fine ? "node {0} tells its models" : "node {0} cannot be used: {1}",
          node.name(),
          trouble);
    }
  }

  private void learn(Node node, Probe probe) {
    List<String> ids = probe.models();
    if (!ids.isEmpty()) {
      node.told(probe.facts());
    }
    if (node.spec().models().isEmpty() && !ids.isEmpty()) {
      Map<String, String> models = new LinkedHashMap<>();
      ids.forEach(id -> models.put(id, id));
      pool.found(node, models);
    }
  }
}
