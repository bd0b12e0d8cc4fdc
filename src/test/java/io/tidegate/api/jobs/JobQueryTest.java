package io.tidegate.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.jobs.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which part of the list of jobs can be asked for. */
class JobQueryTest {

  @Test
  void isTheNewestTwentyUnlessSaidOtherwise() {
    assertThat(JobQuery.read(null, null, null)).isEqualTo(new JobQuery(null, null, 20));
    assertThat(JobQuery.read("", "", "")).isEqualTo(new JobQuery(null, null, 20));
  }

  @Test
  void takesEveryStateByItsName() {
    for (JobState state : JobState.values()) {
      assertThat(JobQuery.read(state.label(), SampleJobs.ID, "100"))
          .isEqualTo(new JobQuery(state, SampleJobs.ID, 100));
    }
    assertThat(JobQuery.read(null, null, "1").limit()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUED,,,status",
    "done,,,status",
    ",job_1,,after",
    ",job_0123456789ABCDEF0123456789ABCDEF,,after",
    ",,0,limit",
    ",,101,limit",
    ",,-1,limit",
    ",,ten,limit",
    ",,99999999999,limit"
  })
  void namesABadParameter(String status, String after, String limit, String param) {
    FailureException refusal =
        catchThrowableOfType(FailureException.class, () -> JobQuery.read(status, after, limit));

    assertThat(refusal.failure().code()).isEqualTo(ErrorCode.INVALID_VALUE);
    assertThat(refusal.failure().param()).isEqualTo(param);
    assertThat(refusal.failure().message()).startsWith("'" + param + "' must be ");
  }
}
