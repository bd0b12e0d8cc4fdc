package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.INTERNAL_ERROR;
import static io.tidegate.exchange.ErrorCode.JOB_QUEUE_FULL;
import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.logging.LogText;
import io.tidegate.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/**
 * What those are told who get no job, and when to come back: each at another time, or all come at
 * once. Thread-safe.
 */
final class JobRefusals {

  private static final Logger LOG = System.getLogger(JobRefusals.class.getName());
  private static final long SOONEST = 2_000;
  private static final long LATEST = 8_000;

  private final RandomGenerator random;

  /** Refusals with times drawn from {@code random}. */
  JobRefusals(RandomGenerator random) {
    this.random = requireNonNull(random, "random");
  }

  /** Too many jobs wait. */
  Failure tooMany() {
    return later(JOB_QUEUE_FULL, "Too many jobs wait already. Try again later.");
  }

  /** What jobs take up in the database is as much as it may be. */
  Failure noRoom() {
    return later(JOB_QUEUE_FULL, "The jobs that are kept leave no room. Try again later.");
  }

  /** A job could not be kept because of {@code why}, which goes to the log unless it is load. */
  FailureException notKept(Throwable why) {
    if (why instanceof RejectedExecutionException) {
      return later(STORE_UNAVAILABLE, "Too many requests wait for the store.").asException();
    }
    if (why instanceof StoreException failed) {
      LOG.log(Level.WARNING, "a job could not be kept: {0}", failed.reason());
      return away().asException();
    }
    LOG.log(Level.ERROR, "a job could not be kept", LogText.thrown(why));
    return Failure.of(INTERNAL_ERROR, "The gateway failed to keep the job.").asException();
  }

  /** The database did not answer a question about a job because of {@code why}. */
  FailureException unanswered(StoreException why) {
    LOG.log(Level.WARNING, "a question about jobs was not answered: {0}", why.reason());
    return away().asException();
  }

  private Failure away() {
    return later(STORE_UNAVAILABLE, "The database does not answer. Try again in a moment.");
  }

  private Failure later(ErrorCode code, String message) {
    return Failure.of(code, message)
        .retryAfter(Duration.ofMillis(SOONEST + random.nextLong(LATEST - SOONEST + 1)));
  }
}
