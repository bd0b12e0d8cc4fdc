package io.tidegate.jobs;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a job that waits may have to.
 *
 * @param position how many jobs come before it, 0 for the next one
 * @param estimate an estimate of its wait, or nothing before any was measured
 */
public record Standing(long position, Optional<Duration> estimate) {}
