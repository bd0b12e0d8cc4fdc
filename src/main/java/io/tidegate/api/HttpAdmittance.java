package io.tidegate.api;

import static io.tidegate.exchange.ErrorCode.INVALID_API_KEY;

import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.tenants.Tenant;
import io.tidegate.tenants.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** Lets known tenants in, and reads from the head of a request on what terms; thread-safe. */
final class HttpAdmittance {

  private static final String BEARER = "Bearer ";
  private static final String PRIORITY = "x-tidegate-priority";
  private static final List<String> SPOKEN_FOR =
      List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "$WSRA");
  private static final Pattern OWN_ORIGIN =
      Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?");

  private final Tenants tenants;
  private final RequestIds ids;
  private final LongSupplier clock;

  HttpAdmittance(Tenants tenants, RequestIds ids, LongSupplier clock) {
    this.tenants = tenants;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Makes the request {@code http} a visit, if it is not one yet.
   *
   * @throws FailureException that says why it is not let in
   */
  void admit(HttpServletRequest http) {
    if (http.getAttribute(Visit.ATTRIBUTE) == null) {
      http.setAttribute(Visit.ATTRIBUTE, visit(http));
    }
  }

  /** The id of the request {@code http}, the same each time. */
  String id(HttpServletRequest http) {
    String known = (String) http.getAttribute(RequestIdFilter.ATTRIBUTE);
    if (known == null) {
      known = ids.of(http.getHeader(RequestIdFilter.HEADER));
      http.setAttribute(RequestIdFilter.ATTRIBUTE, known);
    }
    return known;
  }

  private Visit visit(HttpServletRequest http) {
    boolean direct = true;
    for (String header : SPOKEN_FOR) {
      direct &= http.getHeader(header) == null;
    }
    Peer peer = Peer.of(http.getRemoteAddr(), http.getRemotePort(), http.getLocalPort(), direct);
    Tenant tenant =
        tenants.authenticate(apiKey(http), local(http, peer)).orElseThrow(this::refused);
    return new Visit(id(http), tenant.id(), terms(http, tenant), peer, clock.getAsLong());
  }

  /** What the tenant may have, and what the caller says: it may ask for less, never for more. */
  private static Terms terms(HttpServletRequest request, Tenant tenant) {
    String retries = request.getHeader("X-Stainless-Retry-Count");
    return new Terms(
        priority(request, tenant.priority()),
        tenant.pinned(),
        retries != null && retries.matches("\\d{1,4}") ? Integer.parseInt(retries) : 0,
        caching(request));
  }

  private static Priority priority(HttpServletRequest request, Priority most) {
    String asked = request.getHeader(PRIORITY);
    try {
      return asked == null ? most : most.atMost(Priority.parse(asked));
    } catch (IllegalArgumentException unknown) {
      throw invalid(PRIORITY, unknown);
    }
  }

  private static Caching caching(HttpServletRequest request) {
    try {
      return CachingHeaders.read(
          request.getHeader(CachingHeaders.OWN), control(request), request.getHeader("Pragma"));
    } catch (IllegalArgumentException unknown) {
      throw invalid(CachingHeaders.OWN, unknown);
    }
  }

  /** The lines of the header, joined as RFC 9110 says. */
  private static String control(HttpServletRequest request) {
    return request.getHeader("Cache-Control") == null
        ? null
        : String.join(",", Collections.list(request.getHeaders("Cache-Control")));
  }

  private static FailureException invalid(String header, IllegalArgumentException rule) {
    return Failure.invalid(header, rule.getMessage()).asException();
  }

  private static String apiKey(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  /**
   * Whether the caller is on this machine and speaks for itself.
   *
   * <p>A proxy speaks for others, and most say so by one of these headers; a browser here may speak
   * for a page from elsewhere, and then names its origin.
   */
  private static boolean local(HttpServletRequest request, Peer peer) {
    String origin = request.getHeader("Origin");
    return peer.onThisMachine()
        && peer.direct()
        && (origin == null || OWN_ORIGIN.matcher(origin).matches());
  }

  private FailureException refused() {
    return Failure.of(
            INVALID_API_KEY,
            tenants.localOnly()
                ? "No API keys are configured, so only this machine is served."
                : "Incorrect API key provided. Send a known one as 'Authorization: Bearer KEY'.")
        .asException();
  }
}
