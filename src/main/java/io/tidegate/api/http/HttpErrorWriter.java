package io.tidegate.api.http;

import static io.tidegate.exchange.ErrorCode.INTERNAL_ERROR;
import static io.tidegate.exchange.ErrorCode.REQUEST_TIMEOUT;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.logging.LogText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Answers a request that was refused after its resource method had returned: no exception of such a
 * request reaches a mapper.
 */
public final class HttpErrorWriter {

  /** What is done for a request; it answers it, or sees to it that it is answered. */
  public interface Work {
    void run() throws IOException;
  }

  /** The failure of a request whose client left, or stopped, before it had sent all. */
  public static final Failure BROKEN_OFF =
      Failure.of(REQUEST_TIMEOUT, "The body did not come to its end in time.");

  /** The failure of a request that met a mistake of ours. */
  static final Failure UNEXPECTED =
      Failure.of(INTERNAL_ERROR, "The gateway failed to handle the request.");

  private static final Logger LOG = System.getLogger(HttpErrorWriter.class.getName());

  private HttpErrorWriter() {}

  /**
   * Does {@code work} for the suspended request {@code http}; what it throws the client is told.
   */
  public static void unlessDone(HttpServletRequest http, CallServices desk, Work work) {
    try {
      work.run();
    } catch (FailureException refused) {
      send(http, refused.failure(), desk);
    } catch (IOException broken) {
      send(http, BROKEN_OFF, desk);
    } catch (RuntimeException | Error mistake) {
      LOG.log(Level.ERROR, "a request failed unexpectedly", LogText.thrown(mistake));
      send(http, UNEXPECTED, desk);
    }
  }

  /** Tells the client of the suspended request {@code http} that it failed by {@code failure}. */
  public static void send(HttpServletRequest http, Failure failure, CallServices desk) {
    HttpServletResponse response = HttpReply.response(http);
    HttpErrors errors = new HttpErrors(desk.ledger(), desk.refusal());
    byte[] body = errors.begin(http, response, HttpReply.id(http), failure);
    try {
      // Not by a listener, which nobody might call once the body has broken off; it is short.
      response.getOutputStream().write(body);
    } catch (IOException gone) {
      // The client left; what it was refused does not matter any more.
      return;
    } finally {
      http.getAsyncContext().complete();
    }
  }
}
