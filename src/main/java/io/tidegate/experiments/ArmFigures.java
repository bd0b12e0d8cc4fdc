package io.tidegate.experiments;

import io.tidegate.experiments.Interval.Mean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Adds up how the calls of one arm ended; thread-safe, of a fixed size. */
final class ArmFigures {

  /** Each bucket reaches a tenth further than the one before. */
  private static final double GROWTH = 1.1;

  /** Up to more than an hour, from a tenth of a millisecond on. */
  private static final int BUCKETS = 190;

  private static final double FIRST_SECONDS = 1e-4;

  private final LongAdder calls = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder timed = new LongAdder();
  private final DoubleAdder seconds = new DoubleAdder();
  private final DoubleAdder squares = new DoubleAdder();
  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

  /** Adds a call; {@code firstContent} in nanoseconds from its arrival, or -1 if there was none. */
  void add(boolean failed, long firstContent) {
    calls.increment();
    if (failed) {
      failures.increment();
    }
    if (firstContent >= 0) {
      double took = firstContent / (double) TimeUnit.SECONDS.toNanos(1);
      timed.increment();
      seconds.add(took);
      squares.add(took * took);
      buckets.incrementAndGet(bucket(took));
    }
  }

  /** What came together so far. */
  ArmResult result() {
    Mean first = firstContent();
    return new ArmResult(
        calls.sum(), failures.sum(), first.count(), first.mean(), quantile(0.5), quantile(0.95));
  }

  /** Failed calls as ones and the others as zeros. */
  Mean failureShare() {
    long n = calls.sum();
    double share = n == 0 ? 0 : (double) failures.sum() / n;
    // With one of each kind more, since no failure among few calls does not mean that none can be.
    double likely = (failures.sum() + 1.0) / (n + 2.0);
    return new Mean(n, share, Math.sqrt(likely * (1 - likely)));
  }

  /** The times to first content, in seconds. */
  Mean firstContent() {
    long n = timed.sum();
    if (n == 0) {
      return new Mean(0, 0, 0);
    }
    double mean = seconds.sum() / n;
    return new Mean(n, mean, Math.sqrt(Math.max(0, squares.sum() / n - mean * mean)));
  }

  private double quantile(double share) {
    long all = 0;
    for (int i = 0; i < BUCKETS; i++) {
      all += buckets.get(i);
    }
    long below = 0;
    for (int i = 0; i < BUCKETS; i++) {
      below += buckets.get(i);
      if (below > 0 && below >= share * all) {
        return FIRST_SECONDS * Math.pow(GROWTH, i);
      }
    }
    return 0;
  }

  private static int bucket(double took) {
    double exact = Math.log(took / FIRST_SECONDS) / Math.log(GROWTH);
    return (int) Math.max(0, Math.min(BUCKETS - 1, Math.ceil(exact)));
  }
}
