package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.jobs.SampleJobs;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.jobs.JobState;
import io.tidegate.jobs.QueuePosition;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of jobs without an answer, and when to look again. */
class JobVerdictTest {

  @ParameterizedTest
  @CsvSource({
    "QUEUED, CONFLICT, The job is queued: it has no answer yet.",
    "RUNNING, CONFLICT, The job is running: it has no answer yet.",
    "CANCELLED, NOT_FOUND, The job was cancelled: it has no answer.",
    "COMPLETED, NOT_FOUND, The answer is no longer kept.",
    "FAILED, INTERNAL_ERROR, The job failed."
  })
  void saysWhyThereIsNoAnswer(JobState state, ErrorCode code, String message) {
    assertThat(JobVerdict.of(SampleJobs.in(state))).isEqualTo(Failure.of(code, message));
  }

  @ParameterizedTest
  @EnumSource
  void aJobFailsByTheCodeThatItsCallWouldHaveFailedBy(ErrorCode code) {
    assertThat(JobVerdict.of(SampleJobs.failed(code.code(), "Why.")))
        .isEqualTo(Failure.of(code, "Why."));
  }

  @Test
  void aCodeOfAnotherVersionIsAnError() {
    assertThat(JobVerdict.of(SampleJobs.failed("of_tomorrow", "Why.")))
        .isEqualTo(Failure.of(ErrorCode.INTERNAL_ERROR, "Why."));
  }

  @ParameterizedTest
  @CsvSource({"0,2", "3,2", "8,4", "59,29", "60,30", "86400,30"})
  void looksAgainAfterHalfTheWait(long wait, long seconds) {
    QueuePosition standing = new QueuePosition(1, Optional.of(Duration.ofSeconds(wait)));

    assertThat(JobVerdict.lookAgain(SampleJobs.in(JobState.QUEUED), standing)).hasValue(seconds);
  }

  @ParameterizedTest
  @EnumSource
  void looksAgainSoonWhenNothingIsKnownAndNeverAfterTheEnd(JobState state) {
    if (state.isFinal()) {
      assertThat(JobVerdict.lookAgain(SampleJobs.in(state), null)).isEmpty();
    } else {
      assertThat(JobVerdict.lookAgain(SampleJobs.in(state), null)).hasValue(2);
      assertThat(JobVerdict.lookAgain(SampleJobs.in(state), new QueuePosition(0, Optional.empty())))
          .hasValue(2);
    }
  }
}
