package io.tidegate.api.calls;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tidegate.api.http.ListJson;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.JobState;
import io.tidegate.jobs.QueuePosition;
import io.tidegate.store.Page;
import java.util.List;

/**
 * A job as its owner sees it. Times are epoch seconds, null for what was not reached.
 *
 * @param position how many are before it, or null when it does not wait or nobody looked
 * @param estimatedWaitSeconds how long it may have to wait, or null if that is not known
 * @param error why it failed, or null
 */
@JsonNaming(SnakeCaseStrategy.class)
public record JobJson(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String object,
    @JsonProperty(required = true) String status,
    @JsonProperty(required = true) String endpoint,
    @JsonProperty(required = true) String model,
    @JsonProperty(required = true) boolean stream,
    @JsonProperty(required = true) String priority,
    @JsonProperty(required = true) Long createdAt,
    Long startedAt,
    Long finishedAt,
    @JsonProperty(required = true) Long deadlineAt,
    Long expiresAt,
    @JsonProperty(required = true) int attempts,
    Long position,
    Long estimatedWaitSeconds,
    JobErrorJson error,
    @JsonProperty(required = true) JobLinksJson links) {

  private static final String PATH = "/api/jobs/";

  /** Why a job failed. */
  public record JobErrorJson(
      @JsonProperty(required = true) String code, @JsonProperty(required = true) String message) {}

  /**
   * Where more of a job is found.
   *
   * @param result null while there is none
   */
  public record JobLinksJson(
      @JsonProperty(required = true) String self,
      String result,
      @JsonProperty(required = true) String events) {}

  /** A part of the list of jobs, as OpenAI's API shows lists. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record JobListJson(
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) List<JobJson> data,
      String firstId,
      String lastId,
      @JsonProperty(required = true) boolean hasMore) {}

  /** Where {@code job} is found. */
  static String path(Job job) {
    return PATH + job.id();
  }

  /**
   * One job.
   *
   * @param standing how long it may have to wait, or null when it does not wait or nobody looked
   */
  public static JobJson of(Job job, QueuePosition standing) {
    return new JobJson(
        job.id(),
        "job",
        job.state().label(),
        JobRequest.endpoint(job.operation()),
        job.model(),
        job.stream(),
        job.priority().label(),
        ListJson.seconds(job.times().created()),
        ListJson.seconds(job.times().started()),
        ListJson.seconds(job.times().finished()),
        ListJson.seconds(job.times().deadline()),
        ListJson.seconds(job.times().expires()),
        job.attempts(),
        standing == null ? null : (Long) standing.position(),
        estimate(standing),
        job.error() == null ? null : new JobErrorJson(job.error().code(), job.error().message()),
        new JobLinksJson(
            path(job), hasResult(job) ? path(job) + "/result" : null, path(job) + "/events"));
  }

  /** The jobs of {@code page}, without their places in the queue. */
  public static JobListJson of(Page<Job> page) {
    return ListJson.of(page, job -> of(job, null), JobJson::id, JobListJson::new);
  }

  private static boolean hasResult(Job job) {
    return job.state() == JobState.COMPLETED || job.state() == JobState.FAILED;
  }

  private static Long estimate(QueuePosition standing) {
    return standing == null
        ? null
        : standing.estimate().map(wait -> wait.plusMillis(999).toSeconds()).orElse(null);
  }
}
