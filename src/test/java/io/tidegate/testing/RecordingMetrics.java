package io.tidegate.testing;

import io.tidegate.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Metrics that can be asked what was recorded; keys look like {@code name{label=value,...}}. */
public final class RecordingMetrics implements Metrics {

  private final Map<String, Long> counts = new ConcurrentHashMap<>();
  private final Map<String, List<Long>> values = new ConcurrentHashMap<>();
  private final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();
  private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();

  @Override
  public Counter counter(String name, String... labels) {
    return count -> {
      counts.merge(key(name, labels), count, Long::sum);
      Runnable next = meanwhile.remove(name);
      if (next != null) {
        next.run();
      }
    };
  }

  @Override
  public Distribution duration(String name, String... labels) {
    return numbers(name, labels);
  }

  @Override
  public Distribution numbers(String name, String... labels) {
    return value ->
        values.compute(
            key(name, labels),
            (key, before) -> {
              List<Long> after = before == null ? new ArrayList<>() : new ArrayList<>(before);
              after.add(value);
              return after;
            });
  }

  @Override
  public void gauge(String name, LongSupplier value, String... labels) {
    gauges.put(key(name, labels), value);
  }

  @Override
  public void remove(String name, String... labels) {
    gauges.remove(key(name, labels));
  }

  /** Does {@code what} as soon as {@code name} is counted, as if another thread did it then. */
  public void meanwhile(String name, Runnable what) {
    meanwhile.put(name, what);
  }

  /** How much the counter has counted. */
  public long count(String name, String... labels) {
    return counts.getOrDefault(key(name, labels), 0L);
  }

  /** What the distribution has recorded, in order. */
  public List<Long> values(String name, String... labels) {
    return values.getOrDefault(key(name, labels), List.of());
  }

  /** What the gauge shows now; throws when there is none. */
  public long gauge(String name, String... labels) {
    return gauges.get(key(name, labels)).getAsLong();
  }

  /** Whether the gauge is there. */
  public boolean hasGauge(String name, String... labels) {
    return gauges.containsKey(key(name, labels));
  }

  private static String key(String name, String... labels) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < labels.length; i += 2) {
      pairs.add(labels[i] + "=" + labels[i + 1]);
    }
    return name + "{" + String.join(",", pairs) + "}";
  }
}
