package io.tidegate.work;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongBinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A measured pool of threads that also does things at their time. What is not yet due does not
 * count as waiting; what begins late has waited since it was due. Thread-safe.
 */
public final class TimedPool implements Executor {

  private static final Logger LOG = System.getLogger(TimedPool.class.getName());

  private final ScheduledExecutorService threads;
  private final ThreadPool now;
  private final PoolMeter meter;
  private final LongSupplier clock;

  TimedPool(ScheduledExecutorService threads, PoolMeter meter, LongSupplier clock) {
    this.threads = threads;
    this.now = new ThreadPool(threads, meter, clock);
    this.meter = meter;
    this.clock = clock;
  }

  /** Runs {@code task} on one of the threads, as {@link ThreadPool#execute} does. */
  @Override
  public void execute(Runnable task) {
    now.execute(task);
  }

  /** Runs {@code task} once after {@code delay}, as {@link ScheduledExecutorService} does. */
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    long due = clock.getAsLong() + unit.toNanos(delay);
    Withdrawable given = new Withdrawable(() -> meter.run(task, clock.getAsLong() - due));
    try {
      return taken(() -> threads.schedule(given, delay, unit));
    } catch (RejectedExecutionException refused) {
      // It may stand in the queue all the same.
      given.withdraw();
      throw refused;
    }
  }

  /** Runs {@code task} again and again, {@code delay} after it ended, in whatever way. */
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long first, long delay, TimeUnit unit) {
    long pause = unit.toNanos(delay);
    Beat beat = new Beat(task, unit.toNanos(first), (due, now) -> now + pause);
    return taken(() -> threads.scheduleWithFixedDelay(beat, first, delay, unit));
  }

  /** Runs {@code task} again and again, {@code period} after it began, in whatever way it ends. */
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long first, long period, TimeUnit unit) {
    long step = unit.toNanos(period);
    // Beats that were missed are not made up for by the server.
    Beat beat =
        new Beat(task, unit.toNanos(first), (due, now) -> now + Math.max(due + step - now, 0));
    return taken(() -> threads.scheduleAtFixedRate(beat, first, period, unit));
  }

  private ScheduledFuture<?> taken(Supplier<ScheduledFuture<?>> scheduling) {
    try {
      return scheduling.get();
    } catch (RuntimeException | Error why) {
      meter.given();
      throw meter.refused(why);
    }
  }

  /** A task with the time at which it is due next; never run by two threads at a time. */
  private final class Beat implements Runnable {
    private final Runnable task;
    private final LongBinaryOperator next;
    private long due;

    /** A task first due in {@code first}, and then as {@code next} says of due time and end. */
    Beat(Runnable task, long first, LongBinaryOperator next) {
      this.task = task;
      this.next = next;
      this.due = clock.getAsLong() + first;
    }

    @Override
    public void run() {
      try {
        meter.run(task, clock.getAsLong() - due);
      } catch (RuntimeException | Error mistake) {
        // What throws would never be run again.
        LOG.log(Level.ERROR, "what is done again and again failed this time", mistake);
      } finally {
        due = next.applyAsLong(due, clock.getAsLong());
      }
    }
  }
}
