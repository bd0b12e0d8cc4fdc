package io.tidegate.shedding;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How long a task waits until one of the server's threads takes it, in nanoseconds, measured by a
 * probe every few milliseconds while somebody asks for it. Thread-safe; never blocks.
 */
final class ThreadWait {

  /** What is told where no probe has come back. */
  static final long UNKNOWN = Long.MAX_VALUE;

  private static final long PERIOD = MILLISECONDS.toNanos(10);

  private final Executor threads;
  private final LongSupplier clock;
  private final AtomicLong lastProbe;
  private final AtomicLong shortest = new AtomicLong(UNKNOWN);
  private volatile long pending;
  private volatile boolean probing;
  private volatile boolean draining;
  private volatile long restarted;

  /** The wait for {@code threads}, on the nano clock {@code clock}. */
  ThreadWait(Executor threads, LongSupplier clock) {
    this.threads = requireNonNull(threads, "threads");
    this.clock = requireNonNull(clock, "clock");
    this.restarted = clock.getAsLong();
    this.lastProbe = new AtomicLong(restarted - PERIOD);
  }

  /** Puts a probe in if it is time for one. */
  void probe(long now) {
    long last = lastProbe.get();
    if (probing || now - last < PERIOD || !lastProbe.compareAndSet(last, now)) {
      return;
    }
    pending = now;
    probing = true;
    try {
      threads.execute(() -> probed(now));
    } catch (RuntimeException | Error none) {
      // The server stops, or has no room for another thread: nothing is known of the wait.
      probing = false;
    }
  }

  /** The shortest wait of all probes that came back since this was asked, or {@link #UNKNOWN}. */
  long takeShortest() {
    return shortest.getAndSet(UNKNOWN);
  }

  /** For how long the probe under way has waited at {@code now}; 0 if none is. */
  long pending(long now) {
    return probing ? now - pending : 0;
  }

  /** Heeds no probe any more that was put in before {@code now}. */
  void restart(long now) {
    restarted = now;
    draining = true;
    // The next probe does not wait for the one under way, which stands in the old queue.
    probing = false;
  }

  /** Whether what stood at the last restart may stand still: no later probe has come back. */
  boolean isDraining() {
    return draining;
  }

  private void probed(long since) {
    // A probe from before the restart tells of the queue that led to it.
    if (since - restarted < 0) {
      // It may be the newest yet: its time was read before the restart.
      if (pending == since) {
        probing = false;
      }
      return;
    }
    long now = clock.getAsLong();
    if (draining) {
      // What stood before this probe is worked off; only those put in from now on show the rest.
      draining = false;
      restarted = now;
    } else {
      shortest.accumulateAndGet(now - since, Math::min);
    }
    probing = false;
  }
}
