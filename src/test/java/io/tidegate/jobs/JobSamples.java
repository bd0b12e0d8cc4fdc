package io.tidegate.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.collect.JobResult;
import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.jobs.JobStore.Draft;
import io.tidegate.jobs.JobStore.Ending;
import io.tidegate.jobs.JobStore.Mark;
import io.tidegate.jobs.JobStore.Retry;
import io.tidegate.store.Lease;

/** Jobs of no particular kind; times are small numbers. */
final class JobSamples {

  static final TenantId TENANT = new TenantId("bank");
  static final long DEADLINE = 1_000;
  static final long RETENTION = 500;
  static final JobResult RESULT =
      new JobResult(200, "application/json", new JobResult.Body("{}".getBytes(UTF_8)));

  private JobSamples() {}

  /** A job handed in at {@code created}, whose owner is told. */
  static Draft draft(String id, long created) {
    return draft(job(id, created, Priority.NORMAL), null);
  }

  static Draft draft(Job job, Mark mark) {
    Terms terms = new Terms(job.priority(), true, 0, new Caching(true, false, true));
    JobResult.Body body = new JobResult.Body(("body of " + job.id()).getBytes(UTF_8));
    return new Draft(job, body, terms, RETENTION, mark, "https://receiver.example/hook");
  }

  /** {@code draft} of another tenant. */
  static Draft of(TenantId tenant, Draft draft) {
    Job job = draft.job();
    Job owned =
        new Job(
            job.id(),
            tenant,
            job.operation(),
            job.model(),
            job.stream(),
            job.priority(),
            job.state(),
            job.attempts(),
            job.times(),
            job.error());
    return draft(owned, draft.mark());
  }

  static Job job(String id, long created, Priority priority) {
    return new Job(
        id,
        TENANT,
        Operation.CHAT,
        "deepseek-flash",
        false,
        priority,
        JobState.QUEUED,
        0,
        new Job.Times(created, 0, 0, created + DEADLINE, 0),
        null);
  }

  /** A claim of {@code runner} from {@code now} on, for 20. */
  static Lease lease(String runner, long now) {
    return new Lease(runner, now, now + 20);
  }

  static Ending completed(ClaimedJob claim, long at) {
    return new Ending(claim.job().id(), claim.epoch(), JobState.COMPLETED, null, RESULT, at);
  }

  static Ending failed(ClaimedJob claim, String code, long at) {
    Job.Cause error = new Job.Cause(code, "It did not work.");
    return new Ending(claim.job().id(), claim.epoch(), JobState.FAILED, error, null, at);
  }

  static Retry retry(ClaimedJob claim, boolean counted, long now) {
    return new Retry(claim.job().id(), claim.epoch(), counted, now, now + 5);
  }
}
