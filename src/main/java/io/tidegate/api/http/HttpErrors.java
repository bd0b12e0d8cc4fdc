package io.tidegate.api.http;

import static io.tidegate.exchange.ErrorCode.FORBIDDEN;
import static io.tidegate.exchange.ErrorCode.INVALID_API_KEY;
import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.METHOD_NOT_ALLOWED;
import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static io.tidegate.exchange.ErrorCode.UNSUPPORTED_MEDIA_TYPE;

import io.tidegate.api.entry.HttpPage;
import io.tidegate.api.open.CallLedger;
import io.tidegate.dialect.ErrorForm;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Failure;
import io.tidegate.logging.LogText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Makes the error responses of requests that were refused before they became calls. Thread-safe.
 */
public final class HttpErrors {

  private static final Logger LOG = System.getLogger(HttpErrors.class.getName());

  private static final String CHALLENGE = "WWW-Authenticate";
  private static final String BASIC = "Basic realm=\"tidegate\"";

  private final CallLedger ledger;
  private final RetryAdvice refusal;

  /** Errors that are written down in {@code ledger}. */
  public HttpErrors(CallLedger ledger, RetryAdvice refusal) {
    this.ledger = ledger;
    this.refusal = refusal;
  }

  /** The response that tells {@code failure}. */
  Response of(HttpServletRequest http, Failure failure) {
    String id = HttpReply.id(http);
    ledger.refused(id, http.getRequestURI(), failure);
    ErrorForm form = HttpDialect.errors(http);
    Response.ResponseBuilder response =
        Response.status(form.status(failure)).type(AnswerHead.JSON).entity(form.of(failure, id));
    HttpDialect.tellId(http, id, response::header);
    refusal.tell(failure, response::header);
    if (HttpPage.byScript(http)) {
      response.header(CHALLENGE, null);
    }
    return response.build();
  }

  /**
   * Tells the client of {@code http}, which no resource has seen, on its own thread that it failed
   * by {@code failure}.
   *
   * @param id the request's
   */
  public void send(HttpServletRequest http, HttpServletResponse out, String id, Failure failure)
      throws IOException {
    out.getOutputStream().write(begin(http, out, id, failure));
  }

  /** Writes the head of the response that tells {@code failure}, and gives its body. */
  byte[] begin(HttpServletRequest http, HttpServletResponse out, String id, Failure failure) {
    ErrorForm form = HttpDialect.errors(http);
    byte[] body = form.of(failure, id);
    HttpReply.head(out, id, form.status(failure), AnswerHead.JSON);
    HttpDialect.tellId(http, id, out::setHeader);
    out.setContentLength(body.length);
    refusal.tell(failure, out::setHeader);
    ledger.refused(id, http.getRequestURI(), failure);
    return body;
  }

  /** The response to {@code exception}, which carries no code of ours. */
  Response unexpected(HttpServletRequest http, Throwable exception) {
    if (exception instanceof WebApplicationException web) {
      if (web.getResponse().getStatus() < 400) {
        // An answer in an exception's clothes, as to OPTIONS.
        return web.getResponse();
      }
      return refused(http, web.getResponse());
    }
    if (exception instanceof IOException) {
      return of(http, HttpErrorWriter.BROKEN_OFF);
    }
    LOG.log(Level.ERROR, "a request failed unexpectedly", LogText.thrown(exception));
    return of(http, HttpErrorWriter.UNEXPECTED);
  }

  private Response refused(HttpServletRequest http, Response made) {
    int status = made.getStatus();
    Response response = of(http, failure(http, status));
    if (status == 405) {
      // Which the client is owed (RFC 9110, section 15.5.6), and JAX-RS knows.
      String allowed = made.getHeaderString("Allow");
      return Response.fromResponse(response).header("Allow", allowed).build();
    }
    // Users of the server come in by another scheme than tenants.
    return status == 401 && !HttpPage.byScript(http)
        ? Response.fromResponse(response).header(CHALLENGE, null).header(CHALLENGE, BASIC).build()
        : response;
  }

  private static Failure failure(HttpServletRequest http, int status) {
    return switch (status) {
      case 401 -> Failure.of(INVALID_API_KEY, "This needs a user of the server.");
      case 403 -> Failure.of(FORBIDDEN, "Your role does not allow this.");
      case 404 -> Failure.of(NOT_FOUND, HttpPaths.missing(http));
      case 405 -> Failure.of(METHOD_NOT_ALLOWED, HttpPaths.notTaken(http));
      case 406, 415 ->
          Failure.of(UNSUPPORTED_MEDIA_TYPE, "Send the body as 'Content-Type: application/json'.");
      default ->
          status < 500
              ? Failure.of(INVALID_VALUE, "The request could not be understood.")
              : HttpErrorWriter.UNEXPECTED;
    };
  }
}
