package io.tidegate.lifecycle;

import io.tidegate.Gateway;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Stops the gateway in good order: notice to whoever watches its readiness, then no new calls, a
 * grace period for running ones, and a last word to the clients of those that are cut off.
 *
 * <p>Driven by beats while the server closes its doors; {@link #now} is for a server that stops the
 * application without doing so. Thread-safe.
 */
public final class GracefulShutdown {

  private static final Logger LOG = System.getLogger(GracefulShutdown.class.getName());

  /** How long clients that were cut off may take to read why. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /**
   * How long calls are still taken after readiness has gone down: whoever asks that first, as load
   * balancers do, shall not be refused.
   */
  static final Duration NOTICE = Duration.ofSeconds(1);

  private static final long STEP = 20_000_000;

  private final Gateway gateway;
  private final BooleanSupplier doorsOpen;
  private final Duration gracePeriod;
  private final LongSupplier clock;
  private boolean leaving;
  private boolean forGood;
  private long since;

  GracefulShutdown(
      Gateway gateway, BooleanSupplier doorsOpen, Duration gracePeriod, LongSupplier clock) {
    this.gateway = gateway;
    this.doorsOpen = doorsOpen;
    this.gracePeriod = gracePeriod;
    this.clock = clock;
  }

  /** Looks at the doors. */
  synchronized void beat() {
    if (forGood) {
      return;
    }
    if (doorsOpen.getAsBoolean()) {
      stay();
    } else if (!leaving) {
      leave();
    } else {
      long away = clock.getAsLong() - since;
      if (away >= NOTICE.toNanos()) {
        gateway.refuse(true);
      }
      if (away >= gracePeriod.toNanos()) {
        gateway.cutOff();
      }
    }
  }

  /** Gives notice first, and then does as {@link #now}. */
  void afterNotice() {
    long start = clock.getAsLong();
    await(NOTICE.minusNanos(start - sinceLeaving()), () -> true);
    now();
  }

  /** Does at once what is left to do, and returns when it is done. */
  void now() {
    await(graceLeft(), this::busy);
    gateway.cutOff();
    await(LAST_WORDS, this::busy);
  }

  private synchronized long sinceLeaving() {
    forGood = true;
    if (!leaving) {
      leave();
    }
    return since;
  }

  /** Leaves for good, whatever the doors do; the lock is free again while the caller waits. */
  private synchronized Duration graceLeft() {
    long left = sinceLeaving();
    gateway.refuse(true);
    return gracePeriod.minusNanos(clock.getAsLong() - left);
  }

  private void leave() {
    leaving = true;
    since = clock.getAsLong();
    gateway.leave(true);
    LOG.log(Level.INFO, "stopping: {0} calls are under way", gateway.inFlight());
  }

  /** The doors were closed for a pause or a change of ports, and are open again. */
  private void stay() {
    if (leaving) {
      leaving = false;
      gateway.leave(false);
      gateway.refuse(false);
    }
  }

  private boolean busy() {
    return gateway.inFlight() > 0;
  }

  /** By the clock, for an interrupted thread is not parked at all. */
  private void await(Duration time, BooleanSupplier still) {
    long start = clock.getAsLong();
    boolean interrupted = false;
    while (still.getAsBoolean() && clock.getAsLong() - start < time.toNanos()) {
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(STEP);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
