package io.tidegate.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricFilter;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Snapshot;
import org.eclipse.microprofile.metrics.Timer;

/**
 * Reads metrics from a MicroProfile registry.
 *
 * <p>The registry shows an instrument before it can be read, so series are looked up under the lock
 * under which they are made; what they say is read, and told, without it. Thread-safe.
 */
public final class MicroProfileReader implements MetricReader, DistributionReader {

  private static final String TOTAL = "_total";
  private static final String COUNT = "_seconds_count";
  private static final String SUM = "_seconds_sum";
  private static final double NANOS = 1e9;

  private final MetricRegistry registry;
  private final Object making;

  /** A reader of {@code registry}, in which nobody makes series without the lock {@code making}. */
  MicroProfileReader(MetricRegistry registry, Object making) {
    this.registry = requireNonNull(registry, "registry");
    this.making = requireNonNull(making, "making");
  }

  @Override
  public void read(String name, BiConsumer<Map<String, String>, Double> each) {
    if (name.endsWith(TOTAL)) {
      tell(whole(registry::getCounters, named(name, TOTAL)), Counter::getCount, each);
    } else if (name.endsWith(COUNT)) {
      tell(whole(registry::getTimers, named(name, COUNT)), Timer::getCount, each);
    } else if (name.endsWith(SUM)) {
      tell(
          whole(registry::getTimers, named(name, SUM)),
          timer -> timer.getElapsedTime().toNanos() / NANOS,
          each);
    } else {
      tell(
          whole(registry::getGauges, named(name, "")),
          gauge -> gauge.getValue().doubleValue(),
          each);
    }
  }

  @Override
  public void read(Metric metric, BiConsumer<Map<String, String>, Distributed> each) {
    MetricFilter wanted = named(metric.id(), "");
    if (metric.kind() == Metric.Kind.DURATION) {
      whole(registry::getTimers, wanted)
          .forEach(
              (id, timer) -> {
                double sum = timer.getElapsedTime().toNanos() / NANOS;
                each.accept(id.getTags(), told(timer.getCount(), sum, timer.getSnapshot(), NANOS));
              });
    } else {
      whole(registry::getHistograms, wanted)
          .forEach(
              (id, numbers) ->
                  each.accept(
                      id.getTags(),
                      told(
                          numbers.getCount(),
                          (double) numbers.getSum(),
                          numbers.getSnapshot(),
                          1)));
    }
  }

  private <T> T whole(Function<MetricFilter, T> lookUp, MetricFilter wanted) {
    synchronized (making) {
      return lookUp.apply(wanted);
    }
  }

  /** The server counts durations in nanoseconds. */
  private static Distributed told(long count, double sum, Snapshot snapshot, double unit) {
    Snapshot.HistogramBucket[] buckets = snapshot.bucketValues();
    double[] bounds = new double[buckets.length];
    long[] below = new long[buckets.length];
    for (int i = 0; i < buckets.length; i++) {
      bounds[i] = buckets[i].getBucket() / unit;
      below[i] = buckets[i].getCount();
    }
    return new Distributed(count, sum, bounds, below);
  }

  private static MetricFilter named(String name, String suffix) {
    String base = name.substring(0, name.length() - suffix.length());
    return (id, metric) -> id.getName().equals(base);
  }

  private static <T extends org.eclipse.microprofile.metrics.Metric> void tell(
      Map<MetricID, T> metrics,
      ToDoubleFunction<T> value,
      BiConsumer<Map<String, String>, Double> each) {
    metrics.forEach((id, metric) -> each.accept(id.getTags(), value.applyAsDouble(metric)));
  }
}
