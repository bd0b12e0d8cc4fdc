package io.tidegate.testing;

import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.Metric;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Snapshot;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * A registry that shows an instrument before it can be read, as the server's does, and lets a
 * reader in at that moment.
 */
public final class UnfinishedRegistry {

  private final Map<MetricID, Metric> shown = new ConcurrentHashMap<>();
  private final MetricRegistry registry = fake(MetricRegistry.class, this::answer);
  private FutureTask<Void> reading;

  /** The registry, for who registers and who reads. */
  public MetricRegistry registry() {
    return registry;
  }

  /** Runs {@code reader} in a thread of its own while the next instrument is made. */
  public void whileMaking(Runnable reader) {
    reading = new FutureTask<>(reader, null);
  }

  /**
   * Waits until the reader has ended.
   *
   * @throws ExecutionException if it failed
   */
  public void awaitReader() throws InterruptedException, ExecutionException {
    reading.get();
  }

  private Object answer(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "counter" -> make(Counter.class, arguments);
      case "timer" -> make(Timer.class, arguments);
      case "histogram" -> make(Histogram.class, arguments);
      case "getCounters", "getTimers", "getHistograms" -> new TreeMap<>(shown);
      default -> throw new UnsupportedOperationException(method.getName());
    };
  }

  private Object make(Class<? extends Metric> type, Object... arguments) {
    boolean[] whole = new boolean[1];
    Metric made =
        fake(
            type,
            (proxy, method, nothing) -> {
              if (!whole[0]) {
                throw new NullPointerException("read before it was whole");
              }
              return figure(method);
            });
    String name = ((Metadata) arguments[0]).getName();
    shown.put(new MetricID(name, (Tag[]) arguments[arguments.length - 1]), made);
    letIn(new Thread(reading, "reader"));
    whole[0] = true;
    return made;
  }

  /** Returns when {@code reader} has ended, or waits for what is held by this thread. */
  private static void letIn(Thread reader) {
    reader.start();
    while (reader.getState() != Thread.State.BLOCKED
        && reader.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }

  private static Object figure(Method method) {
    return switch (method.getName()) {
      case "getCount" -> 1L;
      case "getSum" -> 1L;
      case "getElapsedTime" -> Duration.ofSeconds(1);
      case "getSnapshot" -> new NoBuckets();
      default -> throw new UnsupportedOperationException(method.getName());
    };
  }

  private static <T> T fake(Class<? extends T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static final class NoBuckets extends Snapshot {

    @Override
    public long size() {
      return 1;
    }

    @Override
    public double getMax() {
      return 1;
    }

    @Override
    public double getMean() {
      return 1;
    }

    @Override
    public PercentileValue[] percentileValues() {
      return new PercentileValue[0];
    }

    @Override
    public HistogramBucket[] bucketValues() {
      return new HistogramBucket[0];
    }

    @Override
    public void dump(OutputStream out) {}
  }
}
