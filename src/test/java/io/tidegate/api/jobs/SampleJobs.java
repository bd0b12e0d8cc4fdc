package io.tidegate.api.jobs;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.JobState;

/** Jobs in every state. */
public final class SampleJobs {

  public static final String ID = "job_0123456789abcdef0123456789abcdef";

  private SampleJobs() {}

  public static Job in(JobState state) {
    return in(state, state == JobState.QUEUED ? 0 : 1, null);
  }

  public static Job failed(String code, String message) {
    return in(JobState.FAILED, 1, new Job.Cause(code, message));
  }

  static Job attempt(int number) {
    return in(JobState.RUNNING, number, null);
  }

  private static Job in(JobState state, int attempts, Job.Cause error) {
    long started = state == JobState.QUEUED ? 0 : 2_999;
    long finished = state.isFinal() ? 9_000 : 0;
    long expires = state.isFinal() ? 20_000 : 0;
    return new Job(
        ID,
        new TenantId("acme"),
        Operation.CHAT,
        "flash",
        true,
        Priority.NORMAL,
        state,
        attempts,
        new Job.Times(1_000, started, finished, 60_000, expires),
        error);
  }
}
