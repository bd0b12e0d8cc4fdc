package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.Lease;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clocks of a worker, and how it waits.
 *
 * @param runner the server, as its leases name it
 * @param wall for what is stored
 * @param clock the nano clock, for what is measured
 * @param lease how long a lease is
 * @param pause how a worker waits
 */
public record WorkerClock(
    String runner, InstantSource wall, LongSupplier clock, Duration lease, Pause pause) {

  /** How often a turn is looked at that is nobody's. */
  static final Duration PARKED = Duration.ofMillis(500);

  /**
   * How long a message is held that a stopping server cannot take: without it, the server would
   * take all messages, one after the other, in vain.
   */
  static final Duration LAST_PAUSE = Duration.ofSeconds(3);

  /** Waits. */
  public interface Pause {

    /** A pause that ends early when the bell is rung. */
    Pause FOR_THE_BELL =
        (bell, time) -> {
          var unused = bell.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
          bell.drainPermits();
        };

    /** Returns after {@code time}, or sooner if {@code bell} has a permit, which it takes. */
    void await(Semaphore bell, Duration time) throws InterruptedException;
  }

  public WorkerClock {
    requireNonNull(runner, "runner");
    requireNonNull(wall, "wall");
    requireNonNull(clock, "clock");
    requireNonNull(lease, "lease");
    requireNonNull(pause, "pause");
  }

  /** Lets {@code time} go by. */
  void hold(Duration time) {
    await(new Semaphore(0), time);
  }

  /** Returns after {@code time}, or sooner if {@code bell} has a permit, which it takes. */
  void await(Semaphore bell, Duration time) {
    try {
      pause.await(bell, time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  /** The time of now, in epoch milliseconds. */
  long now() {
    return wall.millis();
  }

  /** A lease from now on. */
  Lease newLease() {
    long now = now();
    return new Lease(runner, now, now + lease.toMillis());
  }
}
