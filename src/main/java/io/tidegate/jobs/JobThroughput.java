package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.jobs.JobStore.Ending;
import io.tidegate.jobs.JobStore.Fate;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts what this server's workers do, and knows how fast jobs end here. Thread-safe. */
final class JobThroughput {

  private static final double MEMORY = TimeUnit.MINUTES.toNanos(1);

  /** So many must have ended before anything is predicted from them. */
  private static final double ENOUGH = 3;

  private final Metrics metrics;
  private final LongSupplier clock;
  private double ended;
  private double time;
  private long last;

  JobThroughput(Metrics metrics, LongSupplier clock) {
    this.metrics = requireNonNull(metrics, "metrics");
    this.clock = requireNonNull(clock, "clock");
    this.last = clock.getAsLong();
  }

  /** A claim on {@code job} is run. */
  void began(Job job) {
    if (job.attempts() == 1) {
      long wait = job.times().started() - job.times().created();
      metrics.duration(Metric.JOBS_WAIT).record(TimeUnit.MILLISECONDS.toNanos(wait));
    }
  }

  /** A claim on {@code job} has come to {@code fate}, and that is committed. */
  void ended(Job job, Fate fate) {
    if (fate instanceof Ending ending) {
      finished(ending.state(), 1);
      long run = ending.at() - job.times().started();
      metrics.duration(Metric.JOBS_RUN).record(TimeUnit.MILLISECONDS.toNanos(run));
      count();
    } else {
      metrics.counter(Metric.JOBS_RETRIES).increment();
    }
  }

  /** So many jobs have ended in {@code state}. */
  void finished(JobState state, int count) {
    metrics.counter(Metric.JOBS_FINISHED, state.label()).add(count);
  }

  /** How long it takes until {@code jobs} have ended; nothing before enough was seen. */
  synchronized Optional<Duration> timeFor(long jobs) {
    pass();
    return ended < ENOUGH
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (jobs * time / ended / 1e6)));
  }

  private synchronized void count() {
    pass();
    ended++;
  }

  /** Ends and time fade alike, so that their ratio is the rate of the last minutes. */
  private void pass() {
    long now = clock.getAsLong();
    double kept = Math.exp(-(now - last) / MEMORY);
    last = now;
    ended *= kept;
    time = time * kept + MEMORY * (1 - kept);
  }
}
