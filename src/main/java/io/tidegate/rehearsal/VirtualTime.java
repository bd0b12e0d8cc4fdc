package io.tidegate.rehearsal;

import io.tidegate.work.Timer;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * A nano clock that goes from event to event, and the events to come: a discrete-event simulation's
 * time.
 *
 * <p>INVARIANT: it never runs backwards, and events of one moment come in the order in which they
 * were announced. For one thread.
 */
final class VirtualTime implements LongSupplier, Timer {

  /** What happens at a moment. */
  private record Event(long at, long order, Runnable what) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private long now;
  private long announced;

  @Override
  public long getAsLong() {
    return now;
  }

  @Override
  public void after(long nanos, Runnable task) {
    at(now + nanos, task);
  }

  /** Lets {@code what} happen at {@code moment}; at once, if that has passed. */
  void at(long moment, Runnable what) {
    events.add(new Event(Math.max(now, moment), announced++, what));
  }

  /** Lets the next event happen; false if there is none. */
  boolean step() {
    Event next = events.poll();
    if (next == null) {
      return false;
    }
    now = next.at();
    next.what().run();
    return true;
  }
}
