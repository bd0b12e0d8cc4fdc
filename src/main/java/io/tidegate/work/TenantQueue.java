package io.tidegate.work;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands what tenants want done to a pool, in turns and little at the same time: however much one
 * wants, it fills no pool, and nobody waits for all of it. Thread-safe; never blocks.
 *
 * <p>INVARIANT: no more threads are asked for than tasks wait, so that each one finds a task.
 */
public final class TenantQueue {

  private final Executor pool;
  private final int most;

  private final TenantTurns<Runnable> waiting = new TenantTurns<>();

  private int tasks;
  private int asked;
  private int running;

  /** A queue before {@code pool}, which has {@code most} tasks of it at a time. */
  public TenantQueue(Executor pool, int most) {
    this.pool = requireNonNull(pool, "pool");
    this.most = most;
  }

  /** Does {@code task} of {@code who} when it is its turn, however long the pool has no place. */
  public void add(String who, Runnable task) {
    synchronized (this) {
      waiting.add(who, task);
      tasks++;
    }
    begin();
  }

  /**
   * Begins what may be begun; to be called every second or so, for what the pool had no place for.
   */
  public void begin() {
    while (mayAsk()) {
      try {
        pool.execute(this::work);
      } catch (RejectedExecutionException busy) {
        refused();
        return;
      }
    }
  }

  private void work() {
    Runnable task = next();
    try {
      task.run();
    } finally {
      ended();
      begin();
    }
  }

  private synchronized boolean mayAsk() {
    boolean may = asked < tasks && asked + running < most;
    asked += may ? 1 : 0;
    return may;
  }

  private synchronized void refused() {
    asked--;
  }

  /** Chosen as late as this, so that who comes last waits for one task of each other at most. */
  private synchronized Runnable next() {
    asked--;
    running++;
    tasks--;
    return waiting.remove();
  }

  private synchronized void ended() {
    running--;
  }
}
