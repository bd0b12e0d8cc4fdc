package io.tidegate.routing.probes;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.Tier;
import io.tidegate.upstream.EngineLoad;
import io.tidegate.upstream.EngineMetrics;
import io.tidegate.upstream.Upstream;
import io.tidegate.upstream.wire.Fetched;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Asks nodes for their own view of their load: the {@code /metrics} of vLLM, SGLang and llama.cpp.
 *
 * <p>A node that has told its load and then falls silent counts as saturated, since an engine that
 * cannot answer this is rarely idle; one that offers no metrics never does. Thread-safe.
 */
public final class Telemetry {

  private static final double PERCENT = 100;

  private final Pool pool;
  private final Upstream upstream;
  private final TelemetryConfig config;
  private final LongSupplier clock;
  private final Metrics metrics;
  private final Map<Node, EngineReading> readings = new ConcurrentHashMap<>();

  /** The telemetry of the nodes in {@code pool}. */
  public Telemetry(
      Pool pool, Upstream upstream, TelemetryConfig config, LongSupplier clock, Metrics metrics) {
    this.pool = pool;
    this.upstream = upstream;
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Asks the nodes that are due; to be called every second or so, by one thread. */
  public void tick() {
    // Before others of the same name are added: they have gauges of the same name, too.
    readings.keySet().stream().filter(node -> !asks(node)).toList().forEach(this::forget);
    long now = clock.getAsLong();
    for (Node node : pool.nodes()) {
      if (asks(node)) {
        EngineReading reading = readings.computeIfAbsent(node, this::begin);
        if (reading.startAsking(now)) {
          ask(node, reading);
        }
      }
    }
  }

  /**
   * How close the node is to its limits, 0 to many, 1 and more being saturated.
   *
   * @return 0 if the node offers no metrics; 1 if it has fallen silent
   */
  public double saturation(Node node, long now) {
    EngineReading reading = readings.get(node);
    return reading == null ? 0 : reading.saturation(now);
  }

  /** Whether the node should be spared if another can be found. */
  public boolean saturated(Node node, long now) {
    return saturation(node, now) >= 1;
  }

  private boolean asks(Node node) {
    return config.enabled()
        && (node.spec().tier() == Tier.PRIVATE || config.publicNodes())
        && pool.node(node.name()).filter(there -> there == node).isPresent();
  }

  private EngineReading begin(Node node) {
    metrics.gauge(
        Metric.NODE_SATURATION,
        () -> Math.round(PERCENT * saturation(node, clock.getAsLong())),
        node.name());
    return new EngineReading(config);
  }

  private void forget(Node node) {
    readings.remove(node);
    metrics.remove(Metric.NODE_SATURATION, node.name());
  }

  private void ask(Node node, EngineReading reading) {
    URI address = node.spec().url().resolve("/metrics");
    upstream
        .fetch(node.target(), address)
        .whenComplete(
            (got, failure) -> {
              if (failure != null || unwell(got.status())) {
                reading.failed();
              } else {
                told(reading, got);
              }
            });
  }

  private void told(EngineReading reading, Fetched got) {
    Optional<EngineLoad> load =
        got.status() == 200 ? EngineMetrics.parse(got.body()) : Optional.empty();
    load.ifPresentOrElse(known -> reading.told(known, clock.getAsLong()), reading::refused);
  }

  /** Whether the status is about this moment; any other says that there are no metrics here. */
  private static boolean unwell(int status) {
    return switch (status) {
      case 408, 425, 429 -> true;
      default -> status >= 500 && status != 501;
    };
  }
}
