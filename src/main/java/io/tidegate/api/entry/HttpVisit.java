package io.tidegate.api.entry;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.LongAdder;

/** The visit that a request is, and the request behind the one that JAX-RS injects. */
public final class HttpVisit {

  /** No tenant is called so. */
  private static final String ADMINISTRATORS = "";

  private HttpVisit() {}

  /** The visit that {@code http} is since it was let in; null if it comes for no tenant. */
  public static Visit of(HttpServletRequest http) {
    return (Visit) http.getAttribute(Visit.ATTRIBUTE);
  }

  /**
   * Whose share {@code http} takes of what all requests have in common: its tenant's, or one that
   * administrators have together, who come for none.
   */
  public static String sharer(HttpServletRequest http) {
    Visit visit = of(http);
    return visit == null ? ADMINISTRATORS : visit.tenant().value();
  }

  /** What counts the pieces that are read and written for {@code http}. */
  public static LongAdder work(HttpServletRequest http) {
    Visit visit = of(http);
    return visit == null ? new LongAdder() : visit.work();
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
