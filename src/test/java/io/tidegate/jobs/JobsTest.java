package io.tidegate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.testing.RecordedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the API asks of jobs. */
final class JobsTest extends SubmittedJobs {

  @RegisterExtension final RecordedLog log = new RecordedLog(JobRefusals.class.getName());

  @Test
  void aJobForAModelThatNoNodeServesIsRefusedAtOnce() {
    Job earlier = submit("deepseek-flash", key("k"));
    unserved.add("deepseek-flash");

    refused(ErrorCode.MODEL_NOT_FOUND, Submission.Options.NONE);
    refused(ErrorCode.MODEL_NOT_FOUND, key("new"));
    assertThat(submit("deepseek-flash", key("k")).id()).isEqualTo(earlier.id());
    assertThat(store.rows).hasSize(1);
  }

  @Test
  void aDatabaseThatIsAwayRefusesJobs() {
    away = true;
    refused(ErrorCode.STORE_UNAVAILABLE, Submission.Options.NONE);
    assertThat(backlog.queued()).isZero();
    assertThat(log.records()).containsOnly("a job could not be kept: {0}");
  }

  @Test
  void aMistakeOfOursIsToldAsOneAndLoggedWithItsTrace() {
    broken = true;
    refused(ErrorCode.INTERNAL_ERROR, Submission.Options.NONE);
    assertThat(backlog.queued()).isZero();
    assertThat(log.traces()).singleElement().isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRepetitionGivesTheSameJobAndCountsOnce() {
    Job first = submit("deepseek-flash", key("k"));
    Job again = submit("deepseek-flash", key("k"));

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(backlog.queued()).isEqualTo(1);
    assertThat(nudges).isEqualTo(1);
    assertThatThrownBy(() -> submit("deepseek-other", key("k"))).hasMessageContaining("conflict");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    refused(ErrorCode.INVALID_VALUE, new Submission.Options(DAY.plusMillis(1), null, null, null));
    refused(ErrorCode.INVALID_VALUE, new Submission.Options(null, Duration.ZERO, null, null));
    refused(ErrorCode.INVALID_VALUE, key(" "));
  }

  @Test
  void nobodySeesTheJobOfAnother() {
    String id = submit("deepseek-flash", Submission.Options.NONE).id();

    assertThatThrownBy(() -> jobs.get(OTHER, id)).hasMessageContaining("not_found");
    assertThatThrownBy(() -> jobs.result(OTHER, id)).hasMessageContaining("not_found");
    assertThatThrownBy(() -> jobs.cancel(OTHER, id)).hasMessageContaining("not_found");
    assertThatThrownBy(() -> jobs.list(OTHER, null, id, 5)).hasMessageContaining("invalid_value");
    assertThatThrownBy(() -> jobs.watch(OTHER, id, new Seen())).hasMessageContaining("not_found");
    assertThat(watches.ids()).isEmpty();
  }

  @Test
  void anIdThatNothingCanHaveNamesNoJob() {
    for (String id : List.of("job_\0", "\ud800", "")) {
      assertThatThrownBy(() -> jobs.get(OTHER, id)).hasMessageContaining("not_found");
      assertThatThrownBy(() -> jobs.result(OTHER, id)).hasMessageContaining("not_found");
      assertThatThrownBy(() -> jobs.cancel(OTHER, id)).hasMessageContaining("not_found");
      assertThatThrownBy(() -> jobs.list(OTHER, null, id, 5)).hasMessageContaining("invalid_value");
      assertThat(jobs.revive(id)).isFalse();
    }
  }

  @Test
  void aModelWhoseNameCannotBeStoredIsRefused() {
    for (String model : List.of("a\0", "\ud800")) {
      assertThatThrownBy(() -> submit(model, Submission.Options.NONE))
          .hasMessageContaining("invalid_value");
    }
  }

  @Test
  void aWatchIsToldOfEachStepOnceAndInOrder() {
    String id = submit("deepseek-flash", Submission.Options.NONE).id();
    Seen seen = new Seen();
    jobs.watch(JobSamples.TENANT, id, seen);
    Job queued = jobs.get(JobSamples.TENANT, id);
    Job running = store.claim(id, JobSamples.lease("one", 2)).orElseThrow().job();

    watches.tell(running);
    watches.tell(queued);
    watches.tell(running);
    jobs.cancel(JobSamples.TENANT, id);
    store.sweep(100, 5, 5);
    watches.tell(jobs.get(JobSamples.TENANT, id));

    assertThat(seen.states).containsExactly(JobState.QUEUED, JobState.RUNNING, JobState.CANCELLED);
    assertThat(watches.ids()).isEmpty();
  }

  @Test
  void theStandingTellsThePositionAndAnEstimateOnceJobsHaveEnded() {
    Job first = submit("deepseek-flash", Submission.Options.NONE);
    Job second = submit("deepseek-flash", Submission.Options.NONE);

    assertThat(jobs.standing(first).orElseThrow().position()).isZero();
    assertThat(jobs.standing(second).orElseThrow().position()).isEqualTo(1);
    assertThat(jobs.standing(second).orElseThrow().estimate()).isEmpty();
  }

  private static final class Seen implements JobListener {

    private final List<JobState> states = new ArrayList<>();

    @Override
    public void state(Job job) {
      states.add(job.state());
    }

    @Override
    public void content(AnswerReader content) {
      content.close();
    }
  }
}
