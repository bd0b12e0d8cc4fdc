package io.tidegate.api.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.api.http.ApiJson;
import io.tidegate.api.http.HttpReply;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.QueuePosition;
import jakarta.servlet.http.HttpServletResponse;

/** Sets the status and the headers of responses that show jobs. */
public final class HttpJobHead {

  private HttpJobHead() {}

  /** A job was taken in; the body that says so. */
  static byte[] accepted(HttpServletResponse response, String requestId, Job job) {
    byte[] body = shown(response, requestId, job, null);
    response.setStatus(202);
    response.setHeader("Location", JobJson.path(job));
    return body;
  }

  /** A job as it stands; the body that shows it. */
  public static byte[] shown(
      HttpServletResponse response, String requestId, Job job, QueuePosition standing) {
    HttpReply.head(response, requestId, 200, AnswerHead.JSON);
    lookAgain(response, job, standing);
    return ApiJson.text(JobJson.of(job, standing)).getBytes(UTF_8);
  }

  /** Says when it is worth to come back. */
  public static void lookAgain(HttpServletResponse response, Job job, QueuePosition standing) {
    JobVerdict.lookAgain(job, standing)
        .ifPresent(seconds -> response.setHeader("Retry-After", Long.toString(seconds)));
  }
}
