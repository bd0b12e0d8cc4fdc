package io.tidegate.jobs;

import static io.tidegate.jobs.JobState.FAILED;
import static io.tidegate.jobs.JobState.QUEUED;
import static io.tidegate.jobs.JobState.RUNNING;

import io.tidegate.store.Lease;
import io.tidegate.webhooks.WebhookEvent;
import java.util.Optional;

/** A job as {@link FakeJobs} keeps it. */
record FakeRow(
    JobStore.Draft draft,
    Job job,
    int failures,
    long version,
    long epoch,
    boolean unwanted,
    boolean told,
    String runner,
    long leaseUntil,
    long postedAt) {

  FakeRow with(JobState state, Job.Times times, Job.Cause error) {
    return new FakeRow(
        draft,
        changed(state, job.attempts(), times, error),
        failures,
        version,
        epoch,
        unwanted,
        told,
        runner,
        leaseUntil,
        postedAt);
  }

  FakeRow claimed(Lease lease) {
    Job.Times old = job.times();
    Job.Times times = new Job.Times(old.created(), lease.now(), 0, old.deadline(), 0);
    return new FakeRow(
        draft,
        changed(RUNNING, job.attempts() + 1, times, job.error()),
        failures,
        version,
        epoch + 1,
        unwanted,
        told,
        lease.runner(),
        lease.until(),
        postedAt);
  }

  FakeRow ended(JobState state, Job.Cause error, long at) {
    Job.Times old = job.times();
    return with(
        state,
        new Job.Times(old.created(), old.started(), at, old.deadline(), at + draft.retention()),
        error);
  }

  FakeRow queued(int added, long dueAt) {
    return new FakeRow(
        draft,
        changed(QUEUED, job.attempts(), job.times(), null),
        failures + added,
        version + 1,
        epoch,
        unwanted,
        told,
        runner,
        leaseUntil,
        dueAt);
  }

  FakeRow revived(long now) {
    Job.Times old = job.times();
    Job.Times times = new Job.Times(old.created(), old.started(), 0, now + span(), 0);
    Job fresh = changed(QUEUED, 0, times, null);
    return new FakeRow(draft, fresh, 0, version + 1, epoch, false, true, runner, leaseUntil, now);
  }

  private long span() {
    Job.Times first = draft.job().times();
    return first.deadline() - first.created();
  }

  FakeRow marked() {
    return new FakeRow(
        draft, job, failures, version, epoch, true, told, runner, leaseUntil, postedAt);
  }

  FakeRow until(long until) {
    return new FakeRow(
        draft, job, failures, version, epoch, unwanted, told, runner, until, postedAt);
  }

  private Job changed(JobState state, int attempts, Job.Times times, Job.Cause error) {
    return new Job(
        job.id(),
        job.tenant(),
        job.operation(),
        job.model(),
        job.stream(),
        job.priority(),
        state,
        attempts,
        times,
        error);
  }

  /** The claim that it is under. */
  JobStore.ClaimedJob claim() {
    return new JobStore.ClaimedJob(
        job, epoch, failures, draft.body().bytes().length, draft.terms());
  }

  /** What its owner is told of its state, if anything. */
  Optional<WebhookEvent> event() {
    boolean ended = job.state().isFinal() && !(job.state() == FAILED && told);
    return ended && draft.webhook() != null
        ? Optional.of(
            new WebhookEvent(
                "job." + job.state().label(),
                job.tenant(),
                job.id(),
                draft.webhook(),
                job.times().finished()))
        : Optional.empty();
  }
}
