package io.tidegate.testing;

import io.tidegate.work.Timer;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A timer whose time is a {@link ManualClock}: what is due is done when the test says so. */
public final class ManualTimer implements Timer {

  private record Entry(long due, long number, Runnable task) {}

  private final ManualClock clock;
  private final Queue<Entry> entries;
  private long last;

  /** A timer on {@code clock}. */
  public ManualTimer(ManualClock clock) {
    this.clock = clock;
    long start = clock.getAsLong();
    this.entries =
        new PriorityQueue<>(
            Comparator.<Entry>comparingLong(entry -> entry.due() - start)
                .thenComparingLong(Entry::number));
  }

  @Override
  public synchronized void after(long nanos, Runnable task) {
    entries.add(new Entry(clock.getAsLong() + nanos, last++, task));
  }

  /** Does all that is due by now, in order. */
  public void run() {
    for (Runnable task = due(); task != null; task = due()) {
      task.run();
    }
  }

  /** How many tasks are not yet due. */
  public synchronized int waiting() {
    return entries.size();
  }

  private synchronized Runnable due() {
    Entry next = entries.peek();
    return next != null && next.due() - clock.getAsLong() <= 0 ? entries.remove().task() : null;
  }
}
