package io.tidegate.cache;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.util.concurrent.atomic.LongAdder;

/** What the cache counts, for its view and for the metrics. Thread-safe. */
final class CacheFigures {

  /** A number that is shown in two places. */
  static final class Count {

    private final LongAdder sum = new LongAdder();
    private final Metrics.Counter counter;

    private Count(Metrics.Counter counter) {
      this.counter = counter;
    }

    void increment() {
      sum.increment();
      counter.increment();
    }

    long sum() {
      return sum.sum();
    }
  }

  final Count heapHits;
  final Count heapMisses;
  final Count sharedHits;
  final Count sharedMisses;
  final Count sharedFailures;
  final Count collapsed;
  final Count staleWhileRevalidating;
  final Count staleOnError;
  final Count refreshed;

  CacheFigures(Metrics metrics) {
    heapHits = lookups(metrics, "l1", "hit");
    heapMisses = lookups(metrics, "l1", "miss");
    sharedHits = lookups(metrics, "l2", "hit");
    sharedMisses = lookups(metrics, "l2", "miss");
    sharedFailures = lookups(metrics, "l2", "failure");
    collapsed = new Count(metrics.counter(Metric.CACHE_COLLAPSED));
    staleWhileRevalidating = new Count(metrics.counter(Metric.CACHE_STALE, "while-revalidate"));
    staleOnError = new Count(metrics.counter(Metric.CACHE_STALE, "if-error"));
    refreshed = new Count(metrics.counter(Metric.CACHE_REFRESHES));
  }

  /** All stale answers given. */
  long stale() {
    return staleWhileRevalidating.sum() + staleOnError.sum();
  }

  private static Count lookups(Metrics metrics, String level, String result) {
    return new Count(metrics.counter(Metric.CACHE_LOOKUPS, level, result));
  }
}
