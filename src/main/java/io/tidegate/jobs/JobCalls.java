package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.DEADLINE_EXCEEDED;
import static io.tidegate.exchange.ErrorCode.FORBIDDEN;
import static java.util.Objects.requireNonNull;

import io.tidegate.collect.JobResult;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Questions;
import io.tidegate.exchange.Terms;
import io.tidegate.jobs.JobStore.ClaimedJob;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Makes calls of claimed jobs: each as if its owner asked it now. Thread-safe. */
final class JobCalls {

  private final Questions questions;
  private final TenantTerms tenancy;
  private final LongSupplier clock;
  private final Duration patience;

  /**
   * Makes calls.
   *
   * @param clock the nano clock of their deadlines
   * @param patience how long one call may take
   */
  JobCalls(Questions questions, TenantTerms tenancy, LongSupplier clock, Duration patience) {
    this.questions = requireNonNull(questions, "questions");
    this.tenancy = requireNonNull(tenancy, "tenancy");
    this.clock = requireNonNull(clock, "clock");
    this.patience = requireNonNull(patience, "patience");
  }

  /**
   * The call of {@code claim}, whose request's body is {@code body}.
   *
   * @param now the time, in epoch milliseconds
   * @throws FailureException if its tenant is gone, its body is no question any more, or its
   *     deadline has passed
   */
  Call of(ClaimedJob claim, JobResult.Body body, long now) {
    Job job = claim.job();
    Terms terms = tenancy.terms(job.tenant()).orElseThrow(JobCalls::gone);
    Duration left = Duration.ofMillis(job.times().deadline() - now);
    if (left.isNegative() || left.isZero()) {
      throw Failure.of(DEADLINE_EXCEEDED, "The job's deadline has passed.").asException();
    }
    return new Call(
        job.id() + "-" + job.attempts(),
        job.tenant(),
        job.operation(),
        questions.parse(body.bytes(), job.operation()),
        Deadline.after(clock.getAsLong(), left.compareTo(patience) < 0 ? left : patience),
        strictest(claim.terms(), terms));
  }

  private static Terms strictest(Terms then, Terms now) {
    return new Terms(
        then.priority().atMost(now.priority()), then.pinned() || now.pinned(), 0, then.caching());
  }

  private static FailureException gone() {
    return Failure.of(FORBIDDEN, "The job's tenant is no more.").asException();
  }
}
