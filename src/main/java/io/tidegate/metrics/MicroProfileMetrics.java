package io.tidegate.metrics;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import io.tidegate.metrics.Metric.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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
 * <p>Instruments are kept here by metric and values, because finding one in the registry builds and
 * compares metadata each time. However many values are given, the series stay few: see {@link
 * LabelBounds}. Gauges are as many as are shown and not taken away.
 */
public final class MicroProfileMetrics implements Metrics, AutoCloseable {

  private record Key(Metric metric, List<String> values) {
    Key(Metric metric, String... values) {
      this(metric, Arrays.asList(values));
    }
  }

  private static final Set<Metric> BALANCED =
      EnumSet.of(Metric.PERMITS_ISSUED, Metric.PERMITS_RETURNED);

  private final MetricRegistry registry;
  private final MetricDescriptions descriptions = new MetricDescriptions();
  private final LabelBounds bounds = new LabelBounds();
  private final Series<Counter> counters = new Series<>(Kind.COUNTER, this::newCounter);
  private final Series<Distribution> durations = new Series<>(Kind.DURATION, this::newTimer);
  private final Series<Distribution> numbers = new Series<>(Kind.NUMBERS, this::newHistogram);
  private final Set<MetricID> gauges = new HashSet<>();
  private volatile boolean paused;
  private boolean closed;

  /** The series of one kind that are shown. */
  private final class Series<T> {

    private final Kind kind;
    private final Function<Key, T> maker;
    private final Map<Key, T> made = new ConcurrentHashMap<>();

    private Series(Kind kind, Function<Key, T> maker) {
      this.kind = kind;
      this.maker = maker;
    }

    private T of(Metric metric, String... values) {
      Key key = new Key(metric, values);
      T known = made.get(key);
      return known != null ? known : made.computeIfAbsent(bounded(key), maker);
    }

    private Key bounded(Key key) {
      key.metric().require(kind, key.values().size());
      return new Key(key.metric(), bounds.within(key.metric(), key.values()));
    }
  }

  /** Metrics in {@code registry}. */
  public MicroProfileMetrics(MetricRegistry registry) {
    this.registry = requireNonNull(registry, "registry");
  }

  /** A reader of the registry, which sees only what is whole. */
  public MicroProfileReader reader() {
    return new MicroProfileReader(registry, this);
  }

  /**
   * Counts nothing for now, or again. Series that bear the gateway's own name are never shown, so
   * that its calls to itself leave no trace.
   */
  public void pause(boolean pause) {
    paused = pause;
  }

  @Override
  public Counter counter(Metric metric, String... values) {
    return own(values) ? count -> {} : counters.of(metric, values);
  }

  @Override
  public Distribution duration(Metric metric, String... values) {
    return own(values) ? value -> {} : durations.of(metric, values);
  }

  @Override
  public Distribution numbers(Metric metric, String... values) {
    return own(values) ? value -> {} : numbers.of(metric, values);
  }

  @Override
  public synchronized void gauge(Metric metric, LongSupplier value, String... values) {
    metric.require(Kind.GAUGE, values.length);
    if (own(values)) {
      return;
    }
    Tag[] tags = tags(metric, Arrays.asList(values));
    MetricID id = new MetricID(metric.id(), tags);
    registry.remove(id);
    if (!closed) {
      registry.gauge(metadata(metric), value::getAsLong, tags);
      gauges.add(id);
    }
  }

  @Override
  public synchronized void remove(Metric metric, String... values) {
    MetricID id = new MetricID(metric.id(), tags(metric, Arrays.asList(values)));
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

  private static boolean own(String... values) {
    for (String value : values) {
      if (value.startsWith(TenantId.GATEWAY.value())) {
        return true;
      }
    }
    return false;
  }

  // Under the lock of readers: the registry shows an instrument before it can be read.
  private synchronized Counter newCounter(Key key) {
    var counter = registry.counter(metadata(key.metric()), tags(key.metric(), key.values()));
    // What is issued before a pause comes back in it, or the other way round.
    boolean balanced = BALANCED.contains(key.metric());
    return count -> {
      if (!paused || balanced) {
        counter.inc(count);
      }
    };
  }

  private synchronized Distribution newTimer(Key key) {
    Timer timer = registry.timer(metadata(key.metric()), tags(key.metric(), key.values()));
    return nanos -> {
      if (!paused) {
        timer.update(Duration.ofNanos(nanos));
      }
    };
  }

  private synchronized Distribution newHistogram(Key key) {
    Histogram histogram =
        registry.histogram(metadata(key.metric()), tags(key.metric(), key.values()));
    return value -> {
      if (!paused) {
        histogram.update(value);
      }
    };
  }

  private Metadata metadata(Metric metric) {
    return Metadata.builder()
        .withName(metric.id())
        .withDescription(descriptions.of(metric))
        .build();
  }

  private static Tag[] tags(Metric metric, List<String> values) {
    Tag[] tags = new Tag[values.size()];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = new Tag(metric.labels().get(i).key(), values.get(i));
    }
    return tags;
  }
}
