package io.tidegate.batches.steps;

import java.util.function.BooleanSupplier;

/** Keeps a lease while a step goes on: to be told often that it does. Not thread-safe. */
final class LeaseRenewal implements Runnable {

  private final WorkerClock rhythm;
  private final BooleanSupplier renewal;
  private long renewed;

  /** Holds a lease that begins now; {@code renewal} renews it, and says whether it was held. */
  LeaseRenewal(WorkerClock rhythm, BooleanSupplier renewal) {
    this.rhythm = rhythm;
    this.renewal = renewal;
    this.renewed = rhythm.clock().getAsLong();
  }

  /**
   * Renews the lease if a third of it has gone by.
   *
   * @throws LostException if it was lost
   */
  @Override
  public void run() {
    long now = rhythm.clock().getAsLong();
    if (now - renewed < rhythm.lease().toNanos() / 3) {
      return;
    }
    renewed = now;
    if (!renewal.getAsBoolean()) {
      throw new LostException();
    }
  }
}
