package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import io.tidegate.api.jobs.SampleJobs;
import io.tidegate.jobs.JobState;
import io.tidegate.jobs.QueuePosition;
import io.tidegate.store.Page;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an owner sees of a job. */
class JobJsonTest {

  private static final String BEFORE =
      "{\"id\":\"job_0123456789abcdef0123456789abcdef\",\"object\":\"job\",\"status\":";
  private static final String WHAT =
      ",\"endpoint\":\"/v1/chat/completions\",\"model\":\"flash\",\"stream\":true,"
          + "\"priority\":\"normal\",\"created_at\":1,";
  private static final String PATH = "/api/jobs/job_0123456789abcdef0123456789abcdef";

  @Test
  void showsAJobThatWaits() {
    QueuePosition standing = new QueuePosition(3, Optional.of(Duration.ofMillis(4_001)));

    assertThat(ApiJson.text(JobJson.of(SampleJobs.in(JobState.QUEUED), standing)))
        .isEqualTo(
            BEFORE
                + "\"queued\""
                + WHAT
                + "\"started_at\":null,\"finished_at\":null,\"deadline_at\":60,"
                + "\"expires_at\":null,\"attempts\":0,\"position\":3,"
                + "\"estimated_wait_seconds\":5,\"error\":null,\"links\":{\"self\":\""
                + PATH
                + "\",\"result\":null,\"events\":\""
                + PATH
                + "/events\"}}");
  }

  @Test
  void showsAJobThatFailed() {
    assertThat(
            ApiJson.text(JobJson.of(SampleJobs.failed("deadline_exceeded", "Too \"late\"."), null)))
        .isEqualTo(
            BEFORE
                + "\"failed\""
                + WHAT
                + "\"started_at\":2,\"finished_at\":9,\"deadline_at\":60,"
                + "\"expires_at\":20,\"attempts\":1,\"position\":null,"
                + "\"estimated_wait_seconds\":null,"
                + "\"error\":{\"code\":\"deadline_exceeded\",\"message\":\"Too \\\"late\\\".\"},"
                + "\"links\":{\"self\":\""
                + PATH
                + "\",\"result\":\""
                + PATH
                + "/result\",\"events\":\""
                + PATH
                + "/events\"}}");
  }

  @Test
  void estimatesNothingBeforeAnythingWasMeasured() {
    var json = JobJson.of(SampleJobs.in(JobState.QUEUED), new QueuePosition(0, Optional.empty()));

    assertThat(json.position()).isZero();
    assertThat(json.estimatedWaitSeconds()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"QUEUED,false", "RUNNING,false", "COMPLETED,true", "FAILED,true", "CANCELLED,false"})
  void linksToAResultOnlyWhereThereIsOne(JobState state, boolean linked) {
    assertThat(JobJson.of(SampleJobs.in(state), null).links().result() != null).isEqualTo(linked);
  }

  @Test
  void showsAPageWithItsCursors() {
    var job = SampleJobs.in(JobState.RUNNING);

    assertThat(ApiJson.text(JobJson.of(new Page<>(List.of(job), true))))
        .startsWith("{\"object\":\"list\",\"data\":[" + ApiJson.text(JobJson.of(job, null)) + "],")
        .endsWith(
            "\"first_id\":\""
                + job.id()
                + "\",\"last_id\":\""
                + job.id()
                + "\",\"has_more\":true}");
    assertThat(ApiJson.text(JobJson.of(new Page<>(List.of(), false))))
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[],\"first_id\":null,\"last_id\":null,"
                + "\"has_more\":false}");
  }
}
