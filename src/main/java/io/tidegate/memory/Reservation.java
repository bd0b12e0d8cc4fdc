package io.tidegate.memory;

import io.tidegate.exchange.TenantId;

/**
 * What one call holds of the budget for one use. Thread-safe.
 *
 * <p>It takes and gives back whole grains, and keeps one while it is open, so that a stream whose
 * client reads along does not go to the budget for each event.
 */
public final class Reservation implements AutoCloseable {

  /** What is taken at a time, in bytes. */
  static final long GRAIN = 4096;

  private final MemoryBudget budget;
  private final TenantId tenant;
  private final Use use;
  private long used;
  private long taken;
  private boolean closed;

  Reservation(MemoryBudget budget, TenantId tenant, Use use) {
    this.budget = budget;
    this.tenant = tenant;
    this.use = use;
  }

  /** Takes {@code bytes} more; false, and then nothing is taken, if there are none or if closed. */
  public synchronized boolean take(long bytes) {
    long more = grains(used + bytes) - taken;
    if (closed || (more > 0 && !budget.take(this, taken, more))) {
      return false;
    }
    used += bytes;
    taken += Math.max(0, more);
    return true;
  }

  /** Gives {@code bytes} back, or all that there are if they are fewer. */
  public synchronized void giveBack(long bytes) {
    used -= Math.min(used, bytes);
    long spare = closed ? 0 : taken - Math.max(GRAIN, grains(used));
    if (spare > 0) {
      taken -= spare;
      budget.giveBack(this, spare);
    }
  }

  /** The bytes in use. */
  public synchronized long used() {
    return used;
  }

  /** Gives back all that there is, once; nothing can be taken any more. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      used = 0;
      budget.giveBack(this, taken);
      taken = 0;
    }
  }

  TenantId tenant() {
    return tenant;
  }

  Use use() {
    return use;
  }

  private static long grains(long bytes) {
    return (bytes + GRAIN - 1) / GRAIN * GRAIN;
  }
}
