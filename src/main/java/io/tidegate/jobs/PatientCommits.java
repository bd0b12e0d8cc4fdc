package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.INTERNAL_ERROR;
import static java.util.Objects.requireNonNull;

import io.tidegate.jobs.JobStore.Ending;
import io.tidegate.jobs.JobStore.Retry;
import io.tidegate.store.GroupCommit;
import io.tidegate.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Commits what became of claims, with patience: an answer that was paid for is not thrown away
 * because the database is started again. Waits for the database. Thread-safe.
 */
final class PatientCommits {

  private static final Logger LOG = System.getLogger(PatientCommits.class.getName());
  private static final Job.Cause NOT_KEPT =
      new Job.Cause(INTERNAL_ERROR.code(), "Its answer could not be stored.");

  private static final int TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MOST = 64;

  private final JobStore store;
  private final GroupCommit<Ending, Boolean> endings;
  private final Consumer<Duration> pause;
  private final Runnable posted;

  /**
   * Commits to {@code store}.
   *
   * @param executor on which transactions run that several threads share
   * @param pause waits that long
   * @param posted told that a message was written
   */
  PatientCommits(JobStore store, Executor executor, Consumer<Duration> pause, Runnable posted) {
    this.store = requireNonNull(store, "store");
    // In the order of their ends: there are no more than sessions, which wait for them.
    this.endings = new GroupCommit<>(orHere(executor), store::finish, MOST, Ending::id);
    this.pause = requireNonNull(pause, "pause");
    this.posted = requireNonNull(posted, "posted");
  }

  /** Whoever ends a job waits in any case: no end is lost because others fill the pool. */
  private static Executor orHere(Executor executor) {
    return task -> {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException full) {
        task.run();
      }
    };
  }

  /**
   * Ends a job; false if the claim was lost. One whose end the database refuses to keep ends
   * without its answer, or nodes would be asked for it again and again.
   */
  boolean end(Ending ending) {
    try {
      return ended(ending);
    } catch (StoreException refused) {
      if (!refused.ofRows()) {
        throw refused;
      }
      LOG.log(Level.ERROR, "the end of {0} cannot be kept: {1}", ending.id(), refused.reason());
      return ended(
          new Ending(ending.id(), ending.epoch(), JobState.FAILED, NOT_KEPT, null, ending.at()));
    }
  }

  private boolean ended(Ending ending) {
    return patiently(
        () -> {
          try {
            return endings.add(ending).toCompletableFuture().join();
          } catch (CompletionException failed) {
            // An error of the machine is no fault of the job's: as if the database were away.
            throw failed.getCause() instanceof RuntimeException mistake
                ? mistake
                : new StoreException(failed.getCause());
          }
        });
  }

  /** Puts a job back into the queue; false if the claim was lost. */
  boolean again(Retry retry) {
    boolean held = patiently(() -> store.requeue(retry));
    posted.run();
    return held;
  }

  private boolean patiently(Supplier<Boolean> transaction) {
    Duration wait = FIRST_PAUSE;
    for (int left = TRIES; ; left--) {
      try {
        return transaction.get();
      } catch (RuntimeException failed) {
        if (left == 1 || (failed instanceof StoreException refused && refused.ofRows())) {
          throw failed;
        }
        pause.accept(wait);
        wait = wait.multipliedBy(2);
      }
    }
  }
}
