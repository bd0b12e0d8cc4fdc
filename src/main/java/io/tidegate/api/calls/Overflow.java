package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.JOB_QUEUE_FULL;
import static io.tidegate.exchange.ErrorCode.SERVER_MEMORY;
import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;
import static io.tidegate.exchange.ErrorCode.TENANT_REFUSED;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.Submission;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The second way of a call that was refused for overload: it becomes a job, once, if its client
 * takes that.
 *
 * <p>Asked by one thread at a time; never blocks.
 */
final class Overflow {

  /** What becomes of a refused call. */
  enum Way {
    /** It is refused. */
    REFUSED,
    /** It is being made a job; there will be news. */
    PENDING,
    /** It is a job. */
    JOB
  }

  /** What a job would be refused for, too. */
  private static final Set<ErrorCode> OF_JOBS_TOO =
      EnumSet.of(JOB_QUEUE_FULL, SERVER_MEMORY, STORE_UNAVAILABLE, TENANT_REFUSED);

  private final Function<Submission, CompletionStage<Job>> jobs;
  private final AnswerRequest order;
  private final Runnable news;
  private boolean asked;
  private volatile Job job;
  private volatile boolean refused;

  /**
   * The second way of {@code order}.
   *
   * @param jobs takes jobs in
   * @param news run by any thread when the way has become clear
   */
  Overflow(Function<Submission, CompletionStage<Job>> jobs, AnswerRequest order, Runnable news) {
    this.jobs = requireNonNull(jobs, "jobs");
    this.order = requireNonNull(order, "order");
    this.news = requireNonNull(news, "news");
  }

  /** What becomes of the call, which was refused by {@code failure} before any of its answer. */
  Way after(Failure failure) {
    if (order.overflow() == null || !isOverload(failure.code()) || refused) {
      return Way.REFUSED;
    }
    if (job != null) {
      return Way.JOB;
    }
    if (!asked) {
      asked = true;
      submit();
    }
    return Way.PENDING;
  }

  /** Whether a job, for which nobody waits, may find what {@code code} says is lacking. */
  private static boolean isOverload(ErrorCode code) {
    return switch (code.blame()) {
      case CAPACITY, TIME -> !OF_JOBS_TOO.contains(code);
      case REQUEST, WORK, TRIES, CLIENT, STOP -> false;
    };
  }

  /** The job, once the way is {@link Way#JOB}. */
  Job job() {
    return job;
  }

  private void submit() {
    Call call = order.call();
    Submission submission =
        new Submission(
            call.tenant(), call.operation(), call.request(), call.terms(), order.overflow());
    taken(submission)
        .whenComplete(
            (made, error) -> {
              job = made;
              refused = error != null;
              news.run();
            });
  }

  private CompletionStage<Job> taken(Submission submission) {
    try {
      return jobs.apply(submission);
    } catch (RuntimeException refusal) {
      return CompletableFuture.failedStage(refusal);
    }
  }
}
