package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.CONFLICT;
import static io.tidegate.exchange.ErrorCode.INTERNAL_ERROR;
import static io.tidegate.exchange.ErrorCode.NOT_FOUND;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.QueuePosition;
import java.util.OptionalLong;

/** What is told of a job that has no answer to show. */
public final class JobVerdict {

  private static final long SOON = 2;
  private static final long LATEST = 30;

  private JobVerdict() {}

  /** Why there is no answer to {@code job}. */
  public static Failure of(Job job) {
    return switch (job.state()) {
      case QUEUED, RUNNING ->
          Failure.of(CONFLICT, "The job is " + job.state().label() + ": it has no answer yet.");
      case CANCELLED -> Failure.of(NOT_FOUND, "The job was cancelled: it has no answer.");
      case COMPLETED -> Failure.of(NOT_FOUND, "The answer is no longer kept.");
      case FAILED ->
          job.error() == null
              ? Failure.of(INTERNAL_ERROR, "The job failed.")
              : Failure.of(code(job.error().code()), job.error().message());
    };
  }

  /**
   * In how many seconds it is worth to look at {@code job} again; nothing once it is final.
   *
   * <p>Half the time that it may have to wait, at most {@value #LATEST} s: a longer silence would
   * leave a free place unseen.
   *
   * @param standing how long it may have to wait, or null if that is not known
   */
  static OptionalLong lookAgain(Job job, QueuePosition standing) {
    if (job.state().isFinal()) {
      return OptionalLong.empty();
    }
    long wait =
        standing == null ? 0 : standing.estimate().map(time -> time.toSeconds() / 2).orElse(0L);
    return OptionalLong.of(Math.max(SOON, Math.min(LATEST, wait)));
  }

  private static ErrorCode code(String name) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.code().equals(name)) {
        return code;
      }
    }
    return INTERNAL_ERROR;
  }
}
