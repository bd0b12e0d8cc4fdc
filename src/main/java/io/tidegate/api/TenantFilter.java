package io.tidegate.api;

import static io.tidegate.exchange.ErrorCode.INVALID_API_KEY;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.tenants.Tenants;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.function.LongSupplier;

/** Lets known tenants in. */
@Provider
@TenantOnly
public class TenantFilter implements ContainerRequestFilter {

  private static final String BEARER = "Bearer ";

  @Inject private Tenants tenants;
  @Inject private LongSupplier clock;
  @Context private HttpServletRequest http;

  @Override
  public void filter(ContainerRequestContext request) {
    Peer peer = Peer.of(http.getRemoteAddr(), http.getRemotePort(), http.getLocalPort());
    TenantId tenant =
        tenants.authenticate(apiKey(request), local(request, peer)).orElseThrow(this::refused);
    String id = (String) http.getAttribute(RequestIdFilter.ATTRIBUTE);
    http.setAttribute(Visit.ATTRIBUTE, new Visit(id, tenant, peer, clock.getAsLong()));
  }

  private static String apiKey(ContainerRequestContext request) {
    String header = request.getHeaderString("Authorization");
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  /** A proxy on this machine speaks for others, and says so. */
  private static boolean local(ContainerRequestContext request, Peer peer) {
    return peer.onThisMachine()
        && request.getHeaderString("Forwarded") == null
        && request.getHeaderString("X-Forwarded-For") == null;
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
