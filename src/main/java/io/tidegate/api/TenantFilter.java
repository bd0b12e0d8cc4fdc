package io.tidegate.api;

import static io.tidegate.exchange.ErrorCode.INVALID_API_KEY;
import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.tenants.Tenant;
import io.tidegate.tenants.Tenants;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** Lets known tenants in. */
@Provider
@TenantOnly
public class TenantFilter implements ContainerRequestFilter {

  private static final String BEARER = "Bearer ";
  private static final String PRIORITY = "x-tidegate-priority";
  private static final List<String> SPOKEN_FOR =
      List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "$WSRA");
  private static final Pattern OWN_ORIGIN =
      Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?");

  @Inject private Tenants tenants;
  @Inject private LongSupplier clock;
  @Context private HttpServletRequest http;

  @Override
  public void filter(ContainerRequestContext request) {
    boolean direct =
        SPOKEN_FOR.stream().allMatch(header -> request.getHeaderString(header) == null);
    Peer peer = Peer.of(http.getRemoteAddr(), http.getRemotePort(), http.getLocalPort(), direct);
    Tenant tenant =
        tenants.authenticate(apiKey(request), local(request, peer)).orElseThrow(this::refused);
    String id = (String) http.getAttribute(RequestIdFilter.ATTRIBUTE);
    http.setAttribute(
        Visit.ATTRIBUTE,
        new Visit(id, tenant.id(), terms(request, tenant), peer, clock.getAsLong()));
  }

  /** What the tenant may have, and what the caller says: it may ask for less, never for more. */
  private static Terms terms(ContainerRequestContext request, Tenant tenant) {
    String asked = request.getHeaderString(PRIORITY);
    String retries = request.getHeaderString("X-Stainless-Retry-Count");
    try {
      return new Terms(
          asked == null ? tenant.priority() : tenant.priority().atMost(Priority.parse(asked)),
          tenant.pinned(),
          retries != null && retries.matches("\\d{1,4}") ? Integer.parseInt(retries) : 0);
    } catch (IllegalArgumentException unknown) {
      throw Failure.ofParam(
              INVALID_VALUE, PRIORITY, "'" + PRIORITY + "' " + unknown.getMessage() + ".")
          .asException();
    }
  }

  private static String apiKey(ContainerRequestContext request) {
    String header = request.getHeaderString("Authorization");
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
  private static boolean local(ContainerRequestContext request, Peer peer) {
    String origin = request.getHeaderString("Origin");
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
