package io.tidegate.batches;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.steps.BatchMaintenanceStore;
import io.tidegate.store.StoreException;
import io.tidegate.work.Complaint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Looks after the batches now and then: what a crash has left, whose time is over. */
public final class BatchMaintenance {

  /** After how long, in milliseconds, a message that nobody has taken is taken for lost. */
  public static final long PATIENCE = 60_000;

  /** The same while others are taken: it may just wait, and then has one message too many. */
  static final long LONG_PATIENCE = 10 * PATIENCE;

  /** How long, in milliseconds, servers have to renew leases once the database is back. */
  static final long CALM = 5_000;

  /** How often, in milliseconds, what ended batches left is removed. */
  private static final long TIDY = 60_000;

  private final BatchMaintenanceStore store;
  private final BooleanSupplier idle;
  private final InstantSource wall;
  private final Duration retention;
  private volatile int open;
  private final Complaint complaint =
      new Complaint(System.getLogger(BatchMaintenance.class.getName()));

  /** When what ended batches left is removed next, in epoch milliseconds. */
  private long tidies;

  /** Until then nobody's lease is over: while the database was away none could be renewed. */
  private long calm;

  /**
   * A keeper of {@code store}.
   *
   * @param idle whether no step is done here, so that a message in the queue would be
   * @param retention how long batches are kept
   */
  BatchMaintenance(
      BatchMaintenanceStore store, BooleanSupplier idle, InstantSource wall, Duration retention) {
    this.store = requireNonNull(store, "store");
    this.idle = requireNonNull(idle, "idle");
    this.wall = requireNonNull(wall, "wall");
    this.retention = requireNonNull(retention, "retention");
  }

  /** How many batches were under way the last time. */
  public int open() {
    return open;
  }

  /** Looks once; one thread at a time. Waits for the database. */
  public void sweep() {
    long now = wall.millis();
    try {
      open = store.open();
      if (open > 0) {
        recover(now);
        store.repost(now - (idle.getAsBoolean() ? PATIENCE : LONG_PATIENCE), now);
      }
      if (now >= tidies || tidies - now > TIDY) {
        store.tidy(now - retention.toMillis(), now);
        tidies = now + TIDY;
      }
      complaint.settle();
    } catch (StoreException later) {
      complaint.tell("batches are not looked after, the database fails: {0}", later.reason());
    }
  }

  private void recover(long now) {
    if (now < calm && calm - now <= CALM) {
      return;
    }
    try {
      store.recover(now);
    } catch (StoreException later) {
      calm = wall.millis() + CALM;
      throw later;
    }
  }
}
