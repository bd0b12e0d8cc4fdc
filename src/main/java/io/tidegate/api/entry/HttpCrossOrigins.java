package io.tidegate.api.entry;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/**
 * Tells browsers which pages of other origins may read what is answered to their scripts (CORS, in
 * the Fetch standard).
 *
 * <p>Nothing is said of credentials: keys come in headers, which scripts set themselves, and no
 * cookie opens these paths. Thread-safe.
 */
public final class HttpCrossOrigins {

  /** By name, since the sign for all of them leaves some browsers' scripts without any. */
  private static final String EXPOSED =
      String.join(
          ", ",
          List.of(
              "x-request-id",
              "request-id",
              "retry-after",
              "retry-after-ms",
              "x-should-retry",
              "x-ratelimit-limit-requests",
              "x-ratelimit-limit-tokens",
              "x-ratelimit-remaining-requests",
              "x-ratelimit-remaining-tokens",
              "x-ratelimit-reset-requests",
              "x-ratelimit-reset-tokens",
              "anthropic-ratelimit-requests-limit",
              "anthropic-ratelimit-requests-remaining",
              "anthropic-ratelimit-requests-reset",
              "anthropic-ratelimit-tokens-limit",
              "anthropic-ratelimit-tokens-remaining",
              "anthropic-ratelimit-tokens-reset",
              "preference-applied",
              "x-tidegate-node",
              "x-tidegate-node-model",
              "x-tidegate-model",
              "x-tidegate-attempts",
              "x-tidegate-upstream-request-id",
              "x-tidegate-switches",
              "x-tidegate-changed",
              "x-tidegate-overflow",
              "cache-status",
              "age",
              "location",
              "server-timing"));

  private static final String METHODS = "GET, HEAD, POST, DELETE";

  /** The longest that Chromium keeps it, in seconds. */
  private static final String MAX_AGE = "7200";

  /** Names of headers in a list: nothing else is repeated. */
  private static final String NAMES = "[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,4000}";

  private final AllowedOrigins allowed;

  /** Lets pages of {@code allowed} in. */
  public HttpCrossOrigins(AllowedOrigins allowed) {
    this.allowed = allowed;
  }

  /**
   * Says in the head of {@code out} what the page that sent {@code http} may read, and answers a
   * preflight of a page that is let in; false if the request is still to be answered.
   */
  boolean answers(HttpServletRequest http, HttpServletResponse out) {
    if (allowed.isEmpty()) {
      return false;
    }
    boolean preflight =
        http.getMethod().equals("OPTIONS")
            && http.getHeader("Access-Control-Request-Method") != null;
    out.setHeader(
        "Vary",
        preflight
            ? "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
            : "Origin");
    String origin = allowed.admitted(http.getHeader("Origin"));
    if (origin == null) {
      return false;
    }
    out.setHeader("Access-Control-Allow-Origin", origin);
    if (preflight) {
      grant(http, out);
    } else {
      out.setHeader("Access-Control-Expose-Headers", EXPOSED);
    }
    return preflight;
  }

  private static void grant(HttpServletRequest http, HttpServletResponse out) {
    out.setStatus(204);
    out.setHeader("Access-Control-Allow-Methods", METHODS);
    out.setHeader("Access-Control-Max-Age", MAX_AGE);
    String headers = http.getHeader("Access-Control-Request-Headers");
    if (headers != null && headers.matches(NAMES)) {
      out.setHeader("Access-Control-Allow-Headers", headers);
    }
  }
}
