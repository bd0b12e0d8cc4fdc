package io.tidegate.api.calls;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.http.ListJson;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.JobState;
import io.tidegate.jobs.QueuePosition;
import io.tidegate.store.Page;

/** Shows jobs to their owners. */
public final class JobJson {

  private static final String PATH = "/api/jobs/";

  private JobJson() {}

  /** Where {@code job} is found. */
  static String path(Job job) {
    return PATH + job.id();
  }

  /**
   * One job.
   *
   * @param standing how long it may have to wait, or null when it does not wait or nobody looked
   */
  public static ObjectNode of(Job job, QueuePosition standing) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", job.id())
        .put("object", "job")
        .put("status", job.state().label())
        .put("endpoint", JobRequest.endpoint(job.operation()))
        .put("model", job.model())
        .put("stream", job.stream())
        .put("priority", job.priority().label());
    json.put("created_at", ListJson.seconds(job.times().created()))
        .put("started_at", ListJson.seconds(job.times().started()))
        .put("finished_at", ListJson.seconds(job.times().finished()))
        .put("deadline_at", ListJson.seconds(job.times().deadline()))
        .put("expires_at", ListJson.seconds(job.times().expires()));
    json.put("attempts", job.attempts());
    json.put("position", standing == null ? null : standing.position());
    json.put("estimated_wait_seconds", estimate(standing));
    error(json, job.error());
    json.putObject("links")
        .put("self", path(job))
        .put("result", hasResult(job) ? path(job) + "/result" : null)
        .put("events", path(job) + "/events");
    return json;
  }

  /** A part of the list, as OpenAI's API shows lists. */
  public static String of(Page<Job> page) {
    return ListJson.of(page, job -> of(job, null));
  }

  private static boolean hasResult(Job job) {
    return job.state() == JobState.COMPLETED || job.state() == JobState.FAILED;
  }

  private static Long estimate(QueuePosition standing) {
    return standing == null
        ? null
        : standing.estimate().map(wait -> wait.plusMillis(999).toSeconds()).orElse(null);
  }

  private static void error(ObjectNode json, Job.Cause error) {
    if (error == null) {
      json.putNull("error");
    } else {
      json.putObject("error").put("code", error.code()).put("message", error.message());
    }
  }
}
