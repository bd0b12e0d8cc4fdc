package io.tidegate.work;

import static java.util.Objects.requireNonNull;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/** The server's pools, by name, each measured from the start. Immutable. */
public final class Pools {

  private final PoolsConfig config;
  private final Map<PoolName, ThreadPool> pools = new EnumMap<>(PoolName.class);
  private final Map<PoolName, TimedPool> timed = new EnumMap<>(PoolName.class);

  /**
   * Measured pools.
   *
   * @param config their sizes
   * @param threads the server's pool for each name
   * @param metrics where their figures go
   * @param clock of nanoseconds
   */
  public Pools(
      PoolsConfig config, Map<PoolName, Executor> threads, Metrics metrics, LongSupplier clock) {
    this.config = requireNonNull(config, "config");
    threads.forEach(
        (name, executor) -> {
          PoolMeter meter = meter(name, most(name), metrics);
          pools.put(name, new ThreadPool(executor, meter, clock));
          if (executor instanceof ScheduledExecutorService scheduled) {
            timed.put(name, new TimedPool(scheduled, meter, clock));
          }
        });
  }

  /** The pool of this name; throws if the server has none. */
  public ThreadPool of(PoolName name) {
    return requireNonNull(pools.get(name), name.label());
  }

  /** The pool of this name, which can do things at their time; throws if it cannot. */
  public TimedPool timed(PoolName name) {
    return requireNonNull(timed.get(name), name.label());
  }

  /** The most threads that the pool of this name has. */
  public int most(PoolName name) {
    return config.most().get(name);
  }

  private static PoolMeter meter(PoolName name, int most, Metrics metrics) {
    String pool = name.label();
    PoolMeter meter =
        new PoolMeter(
            metrics.counter(Metric.POOL_REFUSED, pool), metrics.duration(Metric.POOL_WAIT, pool));
    metrics.gauge(Metric.POOL_SIZE, () -> most, pool);
    metrics.gauge(Metric.POOL_ACTIVE, meter::active, pool);
    metrics.gauge(Metric.POOL_QUEUED, meter::queued, pool);
    return meter;
  }
}
