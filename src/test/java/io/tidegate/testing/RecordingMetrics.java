package io.tidegate.testing;

import io.tidegate.metrics.Label;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metric.Kind;
import io.tidegate.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Metrics that can be asked what was recorded; strict where the server's are lenient: a value that
 * a closed label does not declare is a mistake.
 */
public final class RecordingMetrics implements Metrics {

  private record Key(Metric metric, List<String> values) {}

  private final Map<Key, Long> counts = new ConcurrentHashMap<>();
  private final Map<Key, List<Long>> recorded = new ConcurrentHashMap<>();
  private final Map<Metric, Runnable> meanwhile = new ConcurrentHashMap<>();
  private final Map<Key, LongSupplier> gauges = new ConcurrentHashMap<>();

  @Override
  public Counter counter(Metric metric, String... values) {
    Key key = key(Kind.COUNTER, metric, values);
    return count -> {
      counts.merge(key, count, Long::sum);
      Runnable next = meanwhile.remove(metric);
      if (next != null) {
        next.run();
      }
    };
  }

  @Override
  public Distribution duration(Metric metric, String... values) {
    return distribution(key(Kind.DURATION, metric, values));
  }

  @Override
  public Distribution numbers(Metric metric, String... values) {
    return distribution(key(Kind.NUMBERS, metric, values));
  }

  @Override
  public void gauge(Metric metric, LongSupplier value, String... values) {
    gauges.put(key(Kind.GAUGE, metric, values), value);
  }

  @Override
  public void remove(Metric metric, String... values) {
    gauges.remove(key(Kind.GAUGE, metric, values));
  }

  /** Does {@code what} as soon as {@code metric} counts, as if another thread did it then. */
  public void meanwhile(Metric metric, Runnable what) {
    meanwhile.put(metric, what);
  }

  /** How much the counter has counted. */
  public long count(Metric metric, String... values) {
    return counts.getOrDefault(key(Kind.COUNTER, metric, values), 0L);
  }

  /** What the distribution has recorded, in order. */
  public List<Long> values(Metric metric, String... values) {
    return recorded.getOrDefault(key(metric.kind(), metric, values), List.of());
  }

  /** What the gauge shows now; throws when there is none. */
  public long gauge(Metric metric, String... values) {
    return gauges.get(key(Kind.GAUGE, metric, values)).getAsLong();
  }

  /** Whether the gauge is there. */
  public boolean hasGauge(Metric metric, String... values) {
    return gauges.containsKey(key(Kind.GAUGE, metric, values));
  }

  /** How many series there are by now. */
  public int series() {
    return counts.size() + recorded.size() + gauges.size();
  }

  private Distribution distribution(Key key) {
    return value ->
        recorded.compute(
            key,
            (same, before) -> {
              List<Long> after = before == null ? new ArrayList<>() : new ArrayList<>(before);
              after.add(value);
              return after;
            });
  }

  private static Key key(Kind kind, Metric metric, String... values) {
    metric.require(kind, values.length);
    for (int i = 0; i < values.length; i++) {
      Label label = metric.labels().get(i);
      if (!label.declared().isEmpty() && !label.declared().contains(values[i])) {
        throw new IllegalArgumentException(metric + " has no " + label.key() + " " + values[i]);
      }
    }
    return new Key(metric, List.of(values));
  }
}
