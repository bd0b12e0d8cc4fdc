package io.tidegate.api;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.ErrorEnvelope;
import io.tidegate.exchange.Failure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers a request that was refused after its resource method had returned. */
final class HttpRefusal {

  private HttpRefusal() {}

  static void send(HttpServletRequest http, Failure failure, HttpAnswerWriter.Desk desk) {
    Visit visit = (Visit) http.getAttribute(Visit.ATTRIBUTE);
    HttpServletResponse response = (HttpServletResponse) http.getAsyncContext().getResponse();
    byte[] body = ErrorEnvelope.of(failure, visit.id());
    response.setStatus(failure.code().status());
    response.setContentType(AnswerHead.JSON);
    response.setHeader("x-request-id", visit.id());
    response.setContentLength(body.length);
    desk.refusal()
        .retryAfterSeconds(failure)
        .ifPresent(seconds -> response.setHeader("Retry-After", Long.toString(seconds)));
    desk.ledger().refused(visit.id(), http.getRequestURI(), failure);
    try {
      response.getOutputStream().write(body);
    } catch (IOException gone) {
      // The client left; what it was refused does not matter any more.
      return;
    } finally {
      http.getAsyncContext().complete();
    }
  }
}
