package io.tidegate.testing;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A nano clock that moves only when told to.
 *
 * <p>It starts anywhere in the range of a long, so that code which takes zero for an epoch, or
 * compares readings other than by subtraction, fails sooner or later. {@link #toString} shows the
 * start for the report of a failing test.
 */
public final class ManualClock implements LongSupplier {

  private final long start;
  private final AtomicLong now;

  /** A clock at a random reading. */
  public ManualClock() {
    this(new Random().nextLong());
  }

  /** A clock at {@code start}. */
  public ManualClock(long start) {
    this.start = start;
    this.now = new AtomicLong(start);
  }

  @Override
  public long getAsLong() {
    return now.get();
  }

  /** Lets {@code time} pass. */
  public void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Override
  public String toString() {
    return "ManualClock(started at " + start + "L, now +" + (now.get() - start) + " ns)";
  }
}
