package io.tidegate.api.http;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Map;

/** A response behind which the connection stays open, though it tells an error. */
public final class HttpKeptResponse extends HttpServletResponseWrapper {

  /** What we answer with and Liberty closes for; a body that did not come is no reason to wait. */
  private static final Map<Integer, String> KEPT =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(402, "Payment Required"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(409, "Conflict"),
          Map.entry(410, "Gone"),
          Map.entry(412, "Precondition Failed"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  HttpKeptResponse(HttpServletResponse response) {
    super(response);
  }

  /** Sets the status of {@code response}, a suspended request's, which is not wrapped. */
  public static void status(HttpServletResponse response, int status) {
    response.setStatus(status);
    String reason = KEPT.get(status);
    if (reason != null) {
      HttpClientConnection.keepOpen(response, status, reason);
    }
  }

  @Override
  public void setStatus(int status) {
    status((HttpServletResponse) getResponse(), status);
  }
}
