package io.tidegate.api.entry;

import jakarta.servlet.http.HttpServletRequest;

/** The visit that a request is, and the request behind the one that JAX-RS injects. */
public final class HttpVisit {

  private HttpVisit() {}

  /** The visit that {@code http} is since it was let in. */
  public static Visit of(HttpServletRequest http) {
    return (Visit) http.getAttribute(Visit.ATTRIBUTE);
  }

  /**
   * The suspended request behind {@code http}, without a time limit of the server's: JAX-RS injects
   * a stand-in that knows its request on this thread only.
   */
  public static HttpServletRequest own(HttpServletRequest http) {
    HttpAuditTrail trail = HttpAuditTrail.of(http);
    if (trail != null) {
      // Later, on other threads, nobody knows any more who sent it.
      trail.by(http);
    }
    http.getAsyncContext().setTimeout(0);
    return (HttpServletRequest) http.getAsyncContext().getRequest();
  }
}
