package io.tidegate.api;

import static io.tidegate.exchange.ErrorCode.INTERNAL_ERROR;
import static io.tidegate.exchange.ErrorCode.REQUEST_TIMEOUT;
import static io.tidegate.exchange.ErrorCode.REQUEST_TOO_LARGE;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Takes requests in: reads the body without blocking, parses it, and starts the answer.
 *
 * <p>Thread-safe. The request must be in asynchronous mode.
 */
final class HttpIntake {

  private static final Logger LOG = System.getLogger(HttpIntake.class.getName());
  private static final Failure BROKEN_OFF =
      Failure.of(REQUEST_TIMEOUT, "The body did not come to its end in time.");
  private static final Failure UNEXPECTED =
      Failure.of(INTERNAL_ERROR, "The gateway failed to handle the request.");

  private final HttpAnswerWriter.Desk desk;
  private final int maxRequest;
  private final Duration deadline;

  HttpIntake(HttpAnswerWriter.Desk desk, int maxRequest, Duration deadline) {
    this.desk = desk;
    this.maxRequest = maxRequest;
    this.deadline = deadline;
  }

  /** Reads the body of the suspended request {@code http} and answers it as {@code operation}. */
  void accept(HttpServletRequest http, Operation operation) throws IOException {
    read(
        http,
        (real, body) ->
            answer(real, operation, RequestParser.parse(body, operation), Rendering.AS_IS));
  }

  /**
   * Reads the body of the suspended request {@code http} and hands it on.
   *
   * @param whole given the request and its body; it may throw, and the client is told
   */
  void read(HttpServletRequest http, BiConsumer<HttpServletRequest, byte[]> whole)
      throws IOException {
    if (http.getContentLengthLong() > maxRequest) {
      throw tooLarge();
    }
    HttpServletRequest real = own(http);
    ServletInputStream in = real.getInputStream();
    in.setReadListener(
        new HttpBodyReader(
            in,
            maxRequest,
            body -> handle(real, body, whole),
            () -> HttpRefusal.send(real, BROKEN_OFF, desk)));
  }

  /**
   * The suspended request behind {@code http}, without a time limit of the server's: JAX-RS injects
   * a stand-in that knows its request on this thread only.
   */
  static HttpServletRequest own(HttpServletRequest http) {
    http.getAsyncContext().setTimeout(0);
    return (HttpServletRequest) http.getAsyncContext().getRequest();
  }

  /** Answers {@code request}, shown as {@code rendering}. */
  void answer(HttpServletRequest http, Operation operation, Request request, Rendering rendering) {
    Visit visit = (Visit) http.getAttribute(Visit.ATTRIBUTE);
    Deadline until = Deadline.after(visit.arrived(), patience(http, request));
    Call call = new Call(visit.id(), visit.tenant(), operation, request, until, visit.terms());
    new HttpAnswerWriter(desk, http.getAsyncContext(), visit, call, rendering).start();
  }

  /** Runs behind the resource method, so that failures are answered here and not by a mapper. */
  private void handle(
      HttpServletRequest http, byte[] body, BiConsumer<HttpServletRequest, byte[]> whole) {
    try {
      if (body == null) {
        throw tooLarge();
      }
      whole.accept(http, body);
    } catch (FailureException refused) {
      HttpRefusal.send(http, refused.failure(), desk);
    } catch (RuntimeException mistake) {
      LOG.log(Level.ERROR, "a call failed unexpectedly", mistake);
      HttpRefusal.send(http, UNEXPECTED, desk);
    }
  }

  /** A plain client tells how long it waits at most; there is no use in working longer. */
  private Duration patience(HttpServletRequest http, Request request) {
    return Stream.of("X-Stainless-Timeout", "X-Stainless-Read-Timeout")
        .map(http::getHeader)
        .filter(told -> !request.stream() && told != null && told.matches("[1-9]\\d{0,5}"))
        .map(told -> Duration.ofSeconds(Long.parseLong(told)))
        .reduce(deadline, (a, b) -> a.compareTo(b) < 0 ? a : b);
  }

  private FailureException tooLarge() {
    return Failure.of(
            REQUEST_TOO_LARGE, "The body is larger than the limit of " + maxRequest + " bytes.")
        .asException();
  }
}
