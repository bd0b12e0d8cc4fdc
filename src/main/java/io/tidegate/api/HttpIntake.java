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
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Takes requests in: reads the body without blocking, parses it, and starts the answer.
 *
 * <p>Thread-safe. The request must be in asynchronous mode.
 */
final class HttpIntake {

  /** The request attribute with the body of a request, if that was read before. */
  static final String READ = HttpIntake.class.getName() + ".read";

  private static final Logger LOG = System.getLogger(HttpIntake.class.getName());
  private static final List<String> PATIENCE =
      List.of("X-Stainless-Timeout", "X-Stainless-Read-Timeout");

  /** The failure of a request whose client left, or stopped, before it had sent all. */
  static final Failure BROKEN_OFF =
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

  /** The largest body, in bytes. */
  int maxRequest() {
    return maxRequest;
  }

  /** Reads the body of the suspended request {@code http} and answers it as {@code operation}. */
  void accept(HttpServletRequest http, Operation operation) throws IOException {
    byte[] read = (byte[]) http.getAttribute(READ);
    if (read == null) {
      read(http, (real, body) -> start(real, call(real, operation, body), Rendering.AS_IS));
    } else if (read.length < http.getContentLength()) {
      throw BROKEN_OFF.asException();
    } else {
      HttpServletRequest real = own(http);
      handle(real, () -> start(real, call(real, operation, read), Rendering.AS_IS));
    }
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
            body -> handle(real, () -> whole.accept(real, within(body))),
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

  /**
   * The call that {@code http}, which has a {@link Visit}, makes by {@code body}.
   *
   * @throws FailureException that says what is wrong with the body
   */
  Call call(HttpServletRequest http, Operation operation, byte[] body) {
    Request request = RequestParser.parse(body, operation);
    Visit visit = (Visit) http.getAttribute(Visit.ATTRIBUTE);
    Deadline until = Deadline.after(visit.arrived(), patience(http, request));
    return new Call(visit.id(), visit.tenant(), operation, request, until, visit.terms());
  }

  /** Answers {@code call}, shown as {@code rendering}. */
  void start(HttpServletRequest http, Call call, Rendering rendering) {
    Visit visit = (Visit) http.getAttribute(Visit.ATTRIBUTE);
    new HttpAnswerWriter(desk, http.getAsyncContext(), visit, call, rendering).start();
  }

  /** Answers failures here: no exception of an asynchronous request reaches a mapper. */
  private void handle(HttpServletRequest http, Runnable work) {
    try {
      work.run();
    } catch (FailureException refused) {
      HttpRefusal.send(http, refused.failure(), desk);
    } catch (RuntimeException mistake) {
      LOG.log(Level.ERROR, "a call failed unexpectedly", mistake);
      HttpRefusal.send(http, UNEXPECTED, desk);
    }
  }

  /** A plain client tells how long it waits at most; there is no use in working longer. */
  private Duration patience(HttpServletRequest http, Request request) {
    Duration shortest = deadline;
    for (String header : PATIENCE) {
      String told = request.stream() ? null : http.getHeader(header);
      if (told != null && told.matches("[1-9]\\d{0,5}")) {
        Duration patience = Duration.ofSeconds(Long.parseLong(told));
        shortest = patience.compareTo(shortest) < 0 ? patience : shortest;
      }
    }
    return shortest;
  }

  private byte[] within(byte[] body) {
    if (body == null) {
      throw tooLarge();
    }
    return body;
  }

  private FailureException tooLarge() {
    return Failure.of(
            REQUEST_TOO_LARGE, "The body is larger than the limit of " + maxRequest + " bytes.")
        .asException();
  }
}
