package io.tidegate.work;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that is done from time to time on a pool, and not begun while it is under way.
 * Thread-safe.
 */
public final class Duty {

  private final Executor threads;
  private final Runnable work;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /** The duty to do {@code work} on {@code threads}. */
  public Duty(Executor threads, Runnable work) {
    this.threads = requireNonNull(threads, "threads");
    this.work = requireNonNull(work, "work");
  }

  /** Begins it, unless it is under way or there is no thread for it: then the next time will do. */
  public void begin() {
    if (!underWay.compareAndSet(false, true)) {
      return;
    }
    try {
      threads.execute(this::run);
    } catch (RejectedExecutionException busy) {
      underWay.set(false);
    }
  }

  /** Whether it is being done, or waits for its thread. */
  boolean isUnderWay() {
    return underWay.get();
  }

  private void run() {
    try {
      work.run();
    } finally {
      underWay.set(false);
    }
  }
}
