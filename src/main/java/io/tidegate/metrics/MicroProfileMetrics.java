package io.tidegate.metrics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * Metrics in a MicroProfile registry.
 *
 * <p>Instruments are kept here by name and labels, because finding one in the registry builds and
 * compares metadata each time.
 */
public final class MicroProfileMetrics implements Metrics, AutoCloseable {

  private record Key(String name, List<String> labels) {
    Key(String name, String... labels) {
      this(name, Arrays.asList(labels));
    }
  }

  private final MetricRegistry registry;
  private final MetricDescriptions descriptions = new MetricDescriptions();
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Key, Distribution> distributions = new ConcurrentHashMap<>();
  private final Set<MetricID> gauges = new HashSet<>();
  private boolean closed;

  /** Metrics in {@code registry}. */
  public MicroProfileMetrics(MetricRegistry registry) {
    this.registry = requireNonNull(registry, "registry");
  }

  @Override
  public Counter counter(String name, String... labels) {
    Key key = new Key(name, labels);
    Counter known = counters.get(key);
    return known != null ? known : counters.computeIfAbsent(key, this::newCounter);
  }

  @Override
  public Distribution duration(String name, String... labels) {
    Key key = new Key(name, labels);
    Distribution known = distributions.get(key);
    return known != null ? known : distributions.computeIfAbsent(key, this::newTimer);
  }

  @Override
  public Distribution numbers(String name, String... labels) {
    Key key = new Key(name, labels);
    Distribution known = distributions.get(key);
    return known != null ? known : distributions.computeIfAbsent(key, this::newHistogram);
  }

  @Override
  public synchronized void gauge(String name, LongSupplier value, String... labels) {
    Tag[] tags = tags(Arrays.asList(labels));
    MetricID id = new MetricID(name, tags);
    registry.remove(id);
    if (!closed) {
      registry.gauge(metadata(name), value::getAsLong, tags);
      gauges.add(id);
    }
  }

  @Override
  public synchronized void remove(String name, String... labels) {
    MetricID id = new MetricID(name, tags(Arrays.asList(labels)));
    registry.remove(id);
    gauges.remove(id);
  }

  /**
   * Takes all gauges away, and shows none from now on. A registry of the server's forgets only what
   * threads of the application registered, and a gauge left behind holds the whole application.
   */
  @Override
  public synchronized void close() {
    closed = true;
    gauges.forEach(registry::remove);
    gauges.clear();
  }

  private Counter newCounter(Key key) {
    return registry.counter(metadata(key.name()), tags(key.labels()))::inc;
  }

  private Distribution newTimer(Key key) {
    Timer timer = registry.timer(metadata(key.name()), tags(key.labels()));
    return nanos -> timer.update(Duration.ofNanos(nanos));
  }

  private Distribution newHistogram(Key key) {
    Histogram histogram = registry.histogram(metadata(key.name()), tags(key.labels()));
    return histogram::update;
  }

  private Metadata metadata(String name) {
    return Metadata.builder().withName(name).withDescription(descriptions.of(name)).build();
  }

  private static Tag[] tags(List<String> labels) {
    Tag[] tags = new Tag[labels.size() / 2];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = new Tag(labels.get(2 * i), labels.get(2 * i + 1));
    }
    return tags;
  }
}
