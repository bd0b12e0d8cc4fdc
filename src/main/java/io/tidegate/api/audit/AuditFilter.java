package io.tidegate.api.audit;

import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;

import io.tidegate.api.entry.HttpAuditTrail;
import io.tidegate.api.entry.RequestIdFilter;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.audit.AuditAct;
import io.tidegate.audit.AuditLog;
import io.tidegate.exchange.Failure;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.time.InstantSource;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Writes down what users of the server change, refused or not, whichever resource they ask; not
 * what tenants do, nor who is unknown or has no role here. While there is no room for another act,
 * nothing is changed.
 */
@Provider
@Priority(Priorities.AUTHENTICATION + 1)
public class AuditFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final String NOBODY = "";
  private static final Failure FULL =
      Failure.of(
          STORE_UNAVAILABLE,
          "The audit log cannot be written, and has no room for another act: the database does not"
              + " answer. Try again in a moment.");

  @Inject private AuditLog log;
  @Inject private InstantSource time;
  @Context private HttpServletRequest http;
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    if (SAFE.contains(request.getMethod())
        || resource.getResourceClass().isAnnotationPresent(TenantOnly.class)) {
      return;
    }
    Principal user = http.getUserPrincipal();
    if (!log.hasRoom(user == null ? NOBODY : user.getName())) {
      throw FULL.asException();
    }
    String query = request.getUriInfo().getRequestUri().getRawQuery();
    AuditAct.What what =
        new AuditAct.What(
            operation(),
            request.getMethod(),
            http.getRequestURI() + (query == null ? "" : "?" + query),
            String.valueOf(http.getAttribute(RequestIdFilter.ATTRIBUTE)));
    String address = http.getRemoteAddr();
    HttpAuditTrail.begin(
        http, what.operation(), (trail, status) -> log.add(act(trail, what, address, status)));
  }

  /** Suspended requests do not come by here: they are told of where their work ends. */
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    HttpAuditTrail trail = HttpAuditTrail.of(http);
    if (trail != null) {
      trail.by(http);
      trail.end(response.getStatus());
    }
  }

  private AuditAct act(HttpAuditTrail trail, AuditAct.What what, String address, int status) {
    return new AuditAct(
        time.millis(),
        new AuditAct.Who(trail.actor(), trail.role(), address),
        what,
        status,
        trail.before(),
        trail.after());
  }

  private String operation() {
    Operation told = resource.getResourceMethod().getAnnotation(Operation.class);
    return told == null || told.operationId().isEmpty()
        ? resource.getResourceMethod().getName()
        : told.operationId();
  }
}
