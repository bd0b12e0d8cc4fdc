package io.tidegate.exchange;

import java.time.Duration;

/**
 * The absolute moment, on the nano clock, after which nobody waits for the answer.
 *
 * @param nanos a reading of the nano clock; compared by subtraction, since readings may wrap
 */
public record Deadline(long nanos) {

  /** The deadline that lies {@code time} after the reading {@code now}. */
  public static Deadline after(long now, Duration time) {
    return new Deadline(now + time.toNanos());
  }

  /** The nanoseconds left at {@code now}; zero or less once the deadline has passed. */
  public long remaining(long now) {
    return nanos - now;
  }

  /** Whether the deadline has passed at {@code now}. */
  public boolean passed(long now) {
    return remaining(now) <= 0;
  }
}
