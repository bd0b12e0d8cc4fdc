package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.ATTEMPTS_EXHAUSTED;
import static io.tidegate.exchange.ErrorCode.DEADLINE_EXCEEDED;
import static io.tidegate.exchange.ErrorCode.UPSTREAM_FAILED;
import static io.tidegate.jobs.JobState.CANCELLED;
import static io.tidegate.jobs.JobState.COMPLETED;
import static io.tidegate.jobs.JobState.FAILED;
import static java.util.Objects.requireNonNull;

import io.tidegate.collect.CollectedAnswer;
import io.tidegate.collect.JobResult;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.jobs.JobStore.Ending;
import io.tidegate.jobs.JobStore.Fate;
import io.tidegate.jobs.JobStore.Retry;
import io.tidegate.store.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Decides what follows from how a job's call ended. Thread-safe if its generator is. */
final class JobRetryPolicy {

  /** The error of a job that a node refused; what the node said is the job's result. */
  static final String NODE_REFUSED = "node_refused";

  /** What a failure of a call means for its job. */
  private enum Meaning {
    /** The job is at fault: it fails the same way each time. */
    FINAL,
    /** A node, or the way to it: it may be another way the next time, but not for ever. */
    COUNTED,
    /** There is no place for it now. */
    LATER,
    /** This server goes, another one may do it. */
    AT_ONCE
  }

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60));

  /** For a spent budget, which may be raised before its time; thousands of jobs may wait for it. */
  private static final Backoff SPENT = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(15));

  private static final int REFUSED = 400;
  private static final int BUSY = 429;
  private static final int BROKEN = 500;

  private final int maxFailures;
  private final RandomGenerator random;

  /**
   * Lets a job fail with its {@code maxFailures}-th failure that counts.
   *
   * @param random for the pauses before it is tried again
   */
  JobRetryPolicy(int maxFailures, RandomGenerator random) {
    this.maxFailures = maxFailures;
    this.random = requireNonNull(random, "random");
  }

  /**
   * What follows for {@code claim} from {@code whole}.
   *
   * @param unwanted whether the job's owner has cancelled it
   * @param now the time, in epoch milliseconds
   */
  Fate judge(ClaimedJob claim, CollectedAnswer whole, boolean unwanted, long now) {
    JobResult result = whole.result();
    if (result != null && result.status() < REFUSED) {
      return end(claim, COMPLETED, null, result, now);
    }
    if (unwanted) {
      return end(claim, CANCELLED, null, null, now);
    }
    if (result == null) {
      return failed(claim, whole.failure(), now);
    }
    if (result.status() >= BROKEN || result.status() == BUSY) {
      return failed(claim, Failure.of(UPSTREAM_FAILED, "A node failed."), now);
    }
    Job.Cause refused =
        new Job.Cause(
            NODE_REFUSED,
            "A node refused the request with status " + result.status() + "; see the result.");
    return end(claim, FAILED, refused, result, now);
  }

  /** The end of a job that nobody could process. */
  Ending poisoned(ClaimedJob claim, long now) {
    return fail(claim, ATTEMPTS_EXHAUSTED, "The gateway failed to process it.", now);
  }

  private Fate failed(ClaimedJob claim, Failure failure, long now) {
    return switch (meaning(failure.code())) {
      case FINAL -> fail(claim, failure.code(), failure.message(), now);
      case COUNTED -> counted(claim, failure, now);
      case LATER -> retry(claim, false, now, now + pause(claim, failure));
      case AT_ONCE -> retry(claim, false, now, now);
    };
  }

  private Fate counted(ClaimedJob claim, Failure failure, long now) {
    if (now >= claim.job().times().deadline()) {
      return fail(claim, DEADLINE_EXCEEDED, "It was not answered before its deadline.", now);
    }
    if (claim.failures() + 1 >= maxFailures) {
      String last = "Failed " + maxFailures + " times, the last time: " + failure.message();
      return fail(claim, ATTEMPTS_EXHAUSTED, last, now);
    }
    return retry(claim, true, now, now + asked(claim, failure));
  }

  private long pause(ClaimedJob claim, Failure failure) {
    int attempt = claim.job().attempts();
    Duration said = failure.retryAfter();
    boolean spent =
        failure.code().isOwnLimit() && said != null && said.compareTo(Backoff.LONGEST_SAID) > 0;
    return spent
        ? Math.min(said.toMillis(), SPENT.after(attempt, random))
        : BACKOFF.after(attempt, said, random);
  }

  /** As long as a node asks for, of which five minutes are heard: less would cost attempts. */
  private long asked(ClaimedJob claim, Failure failure) {
    long pause = BACKOFF.after(claim.job().attempts(), random);
    Duration said = failure.retryAfter();
    return said == null ? pause : Math.max(pause, said.toMillis());
  }

  private static Retry retry(ClaimedJob claim, boolean counted, long now, long dueAt) {
    return new Retry(claim.job().id(), claim.epoch(), counted, now, dueAt);
  }

  private static Ending fail(ClaimedJob claim, ErrorCode code, String message, long now) {
    return end(claim, FAILED, new Job.Cause(code.code(), message), null, now);
  }

  private static Ending end(
      ClaimedJob claim, JobState state, Job.Cause error, JobResult result, long now) {
    return new Ending(claim.job().id(), claim.epoch(), state, error, result, now);
  }

  private static Meaning meaning(ErrorCode code) {
    return switch (code.blame()) {
      case REQUEST -> Meaning.FINAL;
      case WORK, TRIES, TIME, CLIENT -> Meaning.COUNTED;
      case CAPACITY -> Meaning.LATER;
      case STOP -> Meaning.AT_ONCE;
    };
  }
}
