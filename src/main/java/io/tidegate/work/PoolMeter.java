package io.tidegate.work;

import io.tidegate.metrics.Metrics.Counter;
import io.tidegate.metrics.Metrics.Distribution;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a pool was given, has begun and has ended. Thread-safe. */
final class PoolMeter {

  private final LongAdder queued = new LongAdder();
  private final LongAdder active = new LongAdder();
  private final Counter refused;
  private final Distribution wait;

  PoolMeter(Counter refused, Distribution wait) {
    this.refused = refused;
    this.wait = wait;
  }

  void given() {
    queued.increment();
  }

  void refused() {
    queued.decrement();
    refused.increment();
  }

  void begun() {
    queued.decrement();
  }

  /** Runs {@code task}, for which a thread was wanted {@code nanos} ago. */
  void run(Runnable task, long nanos) {
    // A clock read by another thread may be a little ahead.
    wait.record(Math.max(nanos, 0));
    active.increment();
    try {
      task.run();
    } finally {
      active.decrement();
    }
  }

  long active() {
    return active.sum();
  }

  long queued() {
    return queued.sum();
  }
}
