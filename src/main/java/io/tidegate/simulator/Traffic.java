package io.tidegate.simulator;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The books of a node's calls, and its capacity.
 *
 * <p>INVARIANT: under the lock of this object, {@code started == completed + aborted + inFlight};
 * each admitted call leaves {@code inFlight} exactly once. Closed books do not change, but for
 * refusals.
 */
final class Traffic {
  private long started;
  private long completed;
  private long refused;
  private long aborted;
  private int inFlight;
  private boolean closed;

  /** Takes one more call if fewer than {@code capacity} are in flight, else counts a refusal. */
  synchronized Optional<Ticket> admit(int capacity) {
    if (closed || inFlight >= capacity) {
      refused++;
      return Optional.empty();
    }
    started++;
    inFlight++;
    return Optional.of(new Counted(this));
  }

  synchronized void refuse() {
    refused++;
  }

  synchronized SimulatorStats stats() {
    return new SimulatorStats(started, completed, refused, aborted, inFlight);
  }

  /** Counts what is still in flight as aborted, because a server that closes may not tell. */
  synchronized void close() {
    closed = true;
    aborted += inFlight;
    inFlight = 0;
  }

  private synchronized void complete() {
    if (!closed) {
      completed++;
      inFlight--;
    }
  }

  private synchronized void abort() {
    if (!closed) {
      aborted++;
      inFlight--;
    }
  }

  private static final class Counted implements Ticket {
    private final Traffic traffic;
    private final AtomicBoolean ended = new AtomicBoolean();

    Counted(Traffic traffic) {
      this.traffic = traffic;
    }

    @Override
    public void completed() {
      if (ended.compareAndSet(false, true)) {
        traffic.complete();
      }
    }

    @Override
    public void aborted() {
      if (ended.compareAndSet(false, true)) {
        traffic.abort();
      }
    }
  }
}
