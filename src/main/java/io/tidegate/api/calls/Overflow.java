package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.DEADLINE_UNREACHABLE;
import static io.tidegate.exchange.ErrorCode.GATEWAY_OVERLOADED;
import static io.tidegate.exchange.ErrorCode.NO_NODE_AVAILABLE;
import static io.tidegate.exchange.ErrorCode.QUEUE_TIMEOUT;
import static io.tidegate.exchange.ErrorCode.UPSTREAM_BUSY;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.Submission;
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

  private static final Set<ErrorCode> OVERLOAD =
      Set.of(
          GATEWAY_OVERLOADED,
          QUEUE_TIMEOUT,
          UPSTREAM_BUSY,
          NO_NODE_AVAILABLE,
          DEADLINE_UNREACHABLE);

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
    if (order.overflow() == null || !OVERLOAD.contains(failure.code()) || refused) {
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
