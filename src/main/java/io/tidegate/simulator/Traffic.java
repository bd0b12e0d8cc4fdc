package io.tidegate.simulator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The books of a node's calls, its capacity and its queue.
 *
 * <p>INVARIANT: under the lock of this object, {@code started == completed + aborted + inFlight +
 * queued}; each admitted call leaves {@code queued} for {@code inFlight} at most once, and both for
 * good exactly once. Nobody is queued while there is room. Closed books do not change, but for
 * refusals.
 */
final class Traffic {
  private final Set<Counted> queued = new LinkedHashSet<>();
  private int capacity;
  private long started;
  private long completed;
  private long refused;
  private long aborted;
  private int inFlight;
  private boolean closed;

  /**
   * Takes one more call, or counts a refusal.
   *
   * @param places how many are worked at at once, from now on
   * @param queue how many may wait for that
   */
  Optional<Ticket> admit(int places, int queue) {
    Counted ticket = new Counted(this);
    List<Runnable> starts = new ArrayList<>();
    boolean taken;
    synchronized (this) {
      capacity = places;
      fill(starts);
      boolean full = inFlight >= capacity;
      taken = !closed && (!full || queued.size() < queue);
      if (!taken) {
        refused++;
      } else {
        started++;
        if (full) {
          queued.add(ticket);
        } else {
          inFlight++;
          ticket.placed = true;
        }
      }
    }
    starts.forEach(Runnable::run);
    return taken ? Optional.of(ticket) : Optional.empty();
  }

  synchronized void refuse() {
    refused++;
  }

  /** The share of {@code places} at which is worked, 0 to 1. */
  synchronized double load(int places) {
    return Math.min(1, (double) inFlight / places);
  }

  synchronized SimulatorStats stats() {
    return new SimulatorStats(started, completed, refused, aborted, inFlight, queued.size());
  }

  /** Counts what is still in flight as aborted, because a server that closes may not tell. */
  synchronized void close() {
    closed = true;
    aborted += inFlight + queued.size();
    inFlight = 0;
    queued.clear();
  }

  /** Gives free places to those who wait, the first to come first; what starts them is added. */
  private void fill(List<Runnable> starts) {
    while (inFlight < capacity && !queued.isEmpty()) {
      Counted next = queued.iterator().next();
      queued.remove(next);
      inFlight++;
      next.placed = true;
      if (next.start != null) {
        starts.add(next.start);
      }
    }
  }

  private void end(Counted ticket, boolean whole) {
    List<Runnable> starts = new ArrayList<>();
    synchronized (this) {
      if (closed || ticket.ended) {
        return;
      }
      ticket.ended = true;
      completed += whole ? 1 : 0;
      aborted += whole ? 0 : 1;
      if (!queued.remove(ticket)) {
        inFlight--;
      }
      fill(starts);
    }
    starts.forEach(Runnable::run);
  }

  private synchronized boolean placed(Counted ticket, Runnable later) {
    ticket.start = later;
    return ticket.placed;
  }

  /** INVARIANT: its fields are read and written under the lock of the books. */
  private static final class Counted implements Ticket {
    private final Traffic traffic;
    private Runnable start;
    private boolean placed;
    private boolean ended;

    Counted(Traffic traffic) {
      this.traffic = traffic;
    }

    @Override
    public boolean placed(Runnable later) {
      return traffic.placed(this, later);
    }

    @Override
    public void completed() {
      traffic.end(this, true);
    }

    @Override
    public void aborted() {
      traffic.end(this, false);
    }
  }
}
