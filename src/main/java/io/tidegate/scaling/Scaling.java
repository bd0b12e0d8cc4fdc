package io.tidegate.scaling;

import static java.util.Objects.requireNonNull;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How many gateways are wanted, and how many nodes for each model, by the load of all servers that
 * can be heard.
 *
 * <p>Every server answers for the whole. Thread-safe; never blocks.
 */
public final class Scaling {

  /**
   * What there is to see.
   *
   * @param servers how many servers' load it is
   * @param gateway how many gateways are wanted
   * @param pools how many nodes are wanted, by model
   * @param loads of what load, by model
   */
  public record View(
      int servers, Advice gateway, Map<String, Advice> pools, Map<String, PoolLoad> loads) {
    public View {
      pools = Map.copyOf(pools);
      loads = Map.copyOf(loads);
    }
  }

  private final ScalingConfig config;
  private final Supplier<ServerLoad> here;
  private final Supplier<List<ServerLoad>> elsewhere;
  private final LongSupplier clock;
  private final Metrics metrics;
  private final Autoscaler gateways;
  private final Map<String, Autoscaler> models = new TreeMap<>();
  private volatile View view;

  /**
   * Scaling of which nothing is known before the first {@link #tick}.
   *
   * @param here this server's load
   * @param elsewhere the load of each other server that can be heard
   * @param clock the nano clock
   */
  public Scaling(
      ScalingConfig config,
      Supplier<ServerLoad> here,
      Supplier<List<ServerLoad>> elsewhere,
      LongSupplier clock,
      Metrics metrics) {
    this.config = requireNonNull(config, "config");
    this.here = requireNonNull(here, "here");
    this.elsewhere = requireNonNull(elsewhere, "elsewhere");
    this.clock = requireNonNull(clock, "clock");
    this.metrics = requireNonNull(metrics, "metrics");
    this.gateways = new Autoscaler(config.replicas(), config.scaleDownAfter());
    int least = config.replicas().min();
    Advice unknown = new Advice(least, 1, 0, 0, "Nothing has been seen yet.");
    this.view = new View(1, unknown, Map.of(), Map.of());
    metrics.gauge(Metric.SCALING_REPLICAS, () -> view.gateway().wanted());
  }

  /** What is wanted now. */
  public View view() {
    return view;
  }

  /** Looks at the load; to be called every second, by one thread at a time. */
  public synchronized void tick() {
    long now = clock.getAsLong();
    ServerLoad own = here.get();
    List<ServerLoad> servers = Stream.concat(Stream.of(own), elsewhere.get().stream()).toList();
    double gateway =
        servers.stream().mapToDouble(server -> server.gateway().needed(config.target())).sum();
    Map<String, PoolLoad> loads = new TreeMap<>(own.pools());
    // What only others serve is not for this server to name: its nodes are what it answers for.
    loads.replaceAll(
        (model, load) ->
            servers.stream()
                .flatMap(server -> Stream.ofNullable(server.pools().get(model)))
                .reduce(PoolLoad::and)
                .orElse(load));
    keepOnly(loads);
    Map<String, Advice> pools = new TreeMap<>();
    loads.forEach((model, load) -> pools.put(model, advice(model, load, now)));
    view = new View(servers.size(), gateways.observe(gateway, servers.size(), now), pools, loads);
  }

  private Advice advice(String model, PoolLoad load, long now) {
    Autoscaler known = models.computeIfAbsent(model, this::open);
    return known.observe(load.needed(config.target()), load.present(), now);
  }

  private Autoscaler open(String model) {
    metrics.gauge(Metric.SCALING_NODES, () -> wanted(model), model);
    return new Autoscaler(config.nodes(), config.scaleDownAfter());
  }

  private long wanted(String model) {
    Advice advice = view.pools().get(model);
    return advice == null ? config.nodes().min() : advice.wanted();
  }

  private void keepOnly(Map<String, PoolLoad> served) {
    List<String> gone = models.keySet().stream().filter(name -> !served.containsKey(name)).toList();
    for (String model : gone) {
      models.remove(model);
      metrics.remove(Metric.SCALING_NODES, model);
    }
  }
}
