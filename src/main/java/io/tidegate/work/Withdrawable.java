package io.tidegate.work;

import java.util.concurrent.atomic.AtomicBoolean;

/** A task that runs once, unless it is withdrawn before; thread-safe. */
final class Withdrawable implements Runnable {

  private final AtomicBoolean decided = new AtomicBoolean();
  private final Runnable task;
  private volatile Thread runner;

  Withdrawable(Runnable task) {
    this.task = task;
  }

  @Override
  public void run() {
    if (decided.compareAndSet(false, true)) {
      runner = Thread.currentThread();
      task.run();
    }
  }

  /** Sees to it that the task does not run any more; false if it has begun. */
  boolean withdraw() {
    return decided.compareAndSet(false, true);
  }

  /** Whether it was begun by the calling thread. */
  boolean isOwn() {
    return runner == Thread.currentThread();
  }
}
