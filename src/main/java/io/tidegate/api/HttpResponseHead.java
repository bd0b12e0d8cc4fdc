package io.tidegate.api;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import jakarta.servlet.http.HttpServletResponse;

/** Sets the status and the headers of a response to a call. */
final class HttpResponseHead {

  private final HttpServletResponse response;
  private final Call call;
  private final long sinceArrival;

  /**
   * The head of {@code response}.
   *
   * @param sinceArrival nanoseconds since the call arrived
   */
  HttpResponseHead(HttpServletResponse response, Call call, long sinceArrival) {
    this.response = response;
    this.call = call;
    this.sinceArrival = sinceArrival;
  }

  /** A node answers. */
  void answer(AnswerHead head, String contentType) {
    common(contentType, head.status());
    response.setHeader("x-tidegate-node", head.node());
    response.setHeader("x-tidegate-attempts", Integer.toString(head.attempts()));
    if (head.fallback() != null) {
      response.setHeader("x-tidegate-model", head.fallback());
    }
    response.setHeader(
        "Server-Timing",
        "queue;dur="
            + millis(sinceArrival - head.firstContent())
            + ", ttft;dur="
            + millis(head.firstContent())
            + (call.stream() ? "" : ", total;dur=" + millis(sinceArrival)));
  }

  /** Nothing is known yet, but the stream must not stay silent any longer. */
  void waiting() {
    common(AnswerHead.EVENT_STREAM, 200);
  }

  /** There will be no answer. */
  void failure(Failure failure, Refusal refusal) {
    common(AnswerHead.JSON, failure.code().status());
    refusal
        .retryAfterSeconds(failure)
        .ifPresent(seconds -> response.setHeader("Retry-After", Long.toString(seconds)));
    if (failure.code() == ErrorCode.DEADLINE_EXCEEDED) {
      // The client's own time is over; SDKs would ask again all the same, as for any 504.
      response.setHeader("x-should-retry", "false");
    }
  }

  private void common(String contentType, int status) {
    response.setStatus(status);
    response.setContentType(contentType);
    response.setHeader("x-request-id", call.id());
    response.setHeader("Cache-Status", "tidegate; fwd=bypass");
    if (contentType.equals(AnswerHead.EVENT_STREAM)) {
      response.setHeader("Cache-Control", "no-cache");
      response.setHeader("X-Accel-Buffering", "no");
    } else {
      response.setHeader("Cache-Control", "private, no-store");
    }
  }

  private static String millis(long nanos) {
    return nanos / 1_000_000 + "." + nanos / 100_000 % 10;
  }
}
