package io.tidegate.api.jobs;

import io.tidegate.api.http.ListParameters;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.jobs.JobState;
import java.util.regex.Pattern;

/**
 * Which part of the list of jobs is wanted.
 *
 * @param state the state they are in, or null for all
 * @param after the id of the job before the first, or null
 * @param limit the most jobs, 1 to 100
 */
record JobQuery(JobState state, String after, int limit) {

  private static final Pattern ID = Pattern.compile("job_[0-9a-f]{32}");

  /**
   * What the query parameters of those names say, each null for the default.
   *
   * @throws FailureException that names the parameter and the rule
   */
  static JobQuery read(String status, String after, String limit) {
    String cursor = ListParameters.given(after);
    if (cursor != null && !ID.matcher(cursor).matches()) {
      throw Failure.invalid("after", "must be the id of a job").asException();
    }
    return new JobQuery(
        ListParameters.state(status, JobState.values(), JobState::label),
        cursor,
        ListParameters.limit(limit));
  }
}
