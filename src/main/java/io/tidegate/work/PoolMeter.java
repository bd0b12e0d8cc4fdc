package io.tidegate.work;

import io.tidegate.metrics.Metrics.Counter;
import io.tidegate.metrics.Metrics.Distribution;
import java.util.concurrent.RejectedExecutionException;
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

  /**
   * Counts a task that was given in vain, and gives what to throw: of a server that is stopping, or
   * has no room for another thread, callers hear the same as of a full pool, which they expect.
   */
  RejectedExecutionException refused(Throwable why) {
    queued.decrement();
    refused.increment();
    return why instanceof RejectedExecutionException full
        ? full
        : new RejectedExecutionException("The pool took no task.", why);
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
