package io.tidegate.api.calls;

import io.tidegate.api.http.HttpDialect;
import io.tidegate.api.http.HttpKeptResponse;
import io.tidegate.api.http.RetryAdvice;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.Stored;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;

/** Sets the status and the headers of a response to a call. */
final class HttpResponseHead {

  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");
  private static final int LONGEST_NAME = 256;

  private final HttpServletResponse response;
  private final Call call;
  private final Source source;
  private final long sinceArrival;

  /**
   * The head of {@code response}.
   *
   * @param source what the cache did with the call
   * @param sinceArrival nanoseconds since the call arrived
   */
  HttpResponseHead(HttpServletResponse response, Call call, Source source, long sinceArrival) {
    this.response = response;
    this.call = call;
    this.source = source;
    this.sinceArrival = sinceArrival;
  }

  /** A node answers, or the cache does. */
  void answer(AnswerHead head, String contentType) {
    common(contentType, head.status(), head.stored());
    response.setHeader("x-tidegate-node", head.node());
    response.setHeader("x-tidegate-attempts", Integer.toString(head.attempts()));
    if (head.fallback() != null) {
      response.setHeader("x-tidegate-model", head.fallback());
    }
    if (head.nodeRequestId() != null) {
      response.setHeader("x-tidegate-upstream-request-id", head.nodeRequestId());
    }
    if (head.nodesModel() != null) {
      response.setHeader("x-tidegate-node-model", headerValue(head.nodesModel()));
    }
    if (head.stored() != null) {
      response.setHeader("Age", Long.toString(head.stored().age()));
    }
    response.setHeader("Server-Timing", ServerTiming.of(head, call.stream(), sinceArrival));
  }

  /** A node may call its model anything. */
  private static String headerValue(String name) {
    String value = UNPRINTABLE.matcher(name).replaceAll("?");
    return value.length() > LONGEST_NAME ? value.substring(0, LONGEST_NAME) : value;
  }

  /** Nothing is known yet, but the client must not wait in silence any longer. */
  void waiting(String contentType) {
    common(contentType, 200, null);
  }

  /** There will be no answer. */
  void failure(Failure failure, RetryAdvice refusal) {
    int status = Dialects.of(call.operation()).errors().status(failure);
    common(AnswerHead.JSON, status, null);
    refusal.tell(failure, response::setHeader);
  }

  private void common(String contentType, int status, Stored stored) {
    HttpKeptResponse.status(response, status);
    response.setContentType(contentType);
    response.setHeader("x-request-id", call.id());
    HttpDialect.tellId(call.operation().dialect(), call.id(), response::setHeader);
    response.setHeader("Cache-Status", CacheStatus.of(source, stored));
    if (contentType.equals(AnswerHead.EVENT_STREAM)) {
      response.setHeader("Cache-Control", "no-cache");
      response.setHeader("X-Accel-Buffering", "no");
    } else {
      response.setHeader("Cache-Control", "private, no-store");
    }
  }
}
