package io.tidegate.jobs;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a job that waits may have to.
 *
 * @param position how many jobs come before it, 0 for the next one; {@link #FARTHEST} stands for
 *     more, too
 * @param estimate an estimate of its wait, or nothing before any was measured
 */
public record QueuePosition(long position, Optional<Duration> estimate) {

  /** How far positions are counted: a crowd that asks must not make the database count them all. */
  public static final int FARTHEST = 10_000;
}
