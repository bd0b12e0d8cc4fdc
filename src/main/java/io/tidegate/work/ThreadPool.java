package io.tidegate.work;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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
    Withdrawable given =
        new Withdrawable(
            () -> {
              meter.begun();
              meter.run(task, clock.getAsLong() - since);
            });
    meter.given();
    try {
      threads.execute(given);
    } catch (RuntimeException | Error why) {
      if (given.withdraw()) {
        throw meter.refused(why);
      }
      // Another thread has begun it all the same; on this one it is the task that failed.
      if (given.isOwn()) {
        throw why;
      }
    }
  }
}
