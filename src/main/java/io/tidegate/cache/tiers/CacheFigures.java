package io.tidegate.cache.tiers;

import io.tidegate.exchange.Stored.Staleness;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.util.concurrent.atomic.LongAdder;

/** What the cache counts, for its view and for the metrics. Thread-safe. */
public final class CacheFigures {

  /** A number that is shown in two places. */
  public static final class Count {

    private final LongAdder sum = new LongAdder();
    private final Metrics.Counter counter;

    private Count(Metrics.Counter counter) {
      this.counter = counter;
    }

    /** Counts one. */
    public void increment() {
      sum.increment();
      counter.increment();
    }

    /** How many were counted since the start. */
    public long sum() {
      return sum.sum();
    }
  }

  // Each is a counter of its name in docs/metrics.md.
  public final Count heapHits;
  public final Count heapMisses;
  public final Count sharedHits;
  public final Count sharedMisses;
  public final Count sharedFailures;
  public final Count collapsed;
  public final Count staleWhileRevalidating;
  public final Count staleOnError;
  public final Count staleInBrownout;
  public final Count refreshed;

  /** Counters in {@code metrics}, each at 0. */
  public CacheFigures(Metrics metrics) {
    heapHits = lookups(metrics, "l1", "hit");
    heapMisses = lookups(metrics, "l1", "miss");
    sharedHits = lookups(metrics, "l2", "hit");
    sharedMisses = lookups(metrics, "l2", "miss");
    sharedFailures = lookups(metrics, "l2", "failure");
    collapsed = new Count(metrics.counter(Metric.CACHE_COLLAPSED));
    staleWhileRevalidating = new Count(metrics.counter(Metric.CACHE_STALE, "while-revalidate"));
    staleOnError = new Count(metrics.counter(Metric.CACHE_STALE, "if-error"));
    staleInBrownout = new Count(metrics.counter(Metric.CACHE_STALE, "brownout"));
    refreshed = new Count(metrics.counter(Metric.CACHE_REFRESHES));
  }

  /** All stale answers given. */
  public long stale() {
    return staleWhileRevalidating.sum() + staleOnError.sum() + staleInBrownout.sum();
  }

  /** Counts a stale answer that is given for {@code reason}. */
  public void stale(Staleness reason) {
    switch (reason) {
      case WHILE_REVALIDATE -> staleWhileRevalidating.increment();
      case IF_ERROR -> staleOnError.increment();
      case BROWNOUT -> staleInBrownout.increment();
    }
  }

  private static Count lookups(Metrics metrics, String level, String result) {
    return new Count(metrics.counter(Metric.CACHE_LOOKUPS, level, result));
  }
}
