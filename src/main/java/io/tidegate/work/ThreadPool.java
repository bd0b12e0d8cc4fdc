package io.tidegate.work;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A measured pool of threads: how many tasks run, how many wait and for how long, and how many were
 * refused. Thread-safe.
 */
public final class ThreadPool implements Executor {

  private final Executor threads;
  private final PoolMeter meter;
  private final LongSupplier clock;

  ThreadPool(Executor threads, PoolMeter meter, LongSupplier clock) {
    this.threads = threads;
    this.meter = meter;
    this.clock = clock;
  }

  /**
   * Runs {@code task} on one of the threads.
   *
   * @throws RejectedExecutionException if too many tasks wait, the server stops, or it cannot have
   *     another thread; the task is not run then, not later either
   */
  @Override
  public void execute(Runnable task) {
    long since = clock.getAsLong();
    AtomicBoolean decided = new AtomicBoolean();
    meter.given();
    try {
      threads.execute(
          () -> {
            if (decided.compareAndSet(false, true)) {
              meter.begun();
              meter.run(task, clock.getAsLong() - since);
            }
          });
    } catch (RuntimeException | Error why) {
      if (decided.compareAndSet(false, true)) {
        throw meter.refused(why);
      }
      // It was taken all the same, and may be what failed.
      throw why;
    }
  }
}
