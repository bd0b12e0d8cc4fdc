package io.tidegate.api.audit;

import io.tidegate.api.entry.AuditedResource;
import io.tidegate.api.entry.HttpAuditTrail;
import io.tidegate.exchange.FailureException;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.HashMap;
import java.util.Map;

/**
 * Has the audit log see what a request is about before it is done and afterwards. It comes after
 * the check of roles: who may not change anything causes no look at it.
 */
@Provider
@Priority(Priorities.USER)
public class AuditedStateFilter implements ContainerRequestFilter {

  @Context private HttpServletRequest http;
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    HttpAuditTrail trail = HttpAuditTrail.of(http);
    Class<?> type = resource.getResourceClass();
    if (trail == null || !AuditedResource.class.isAssignableFrom(type)) {
      return;
    }
    AuditedResource audited = (AuditedResource) CDI.current().select(type).get();
    MultivaluedMap<String, String> parameters = request.getUriInfo().getPathParameters();
    Map<String, String> path = new HashMap<>();
    parameters.keySet().forEach(name -> path.put(name, parameters.getFirst(name)));
    trail.watch(() -> state(audited, path));
  }

  /** What a request names may be none, which it is told of itself. */
  private static String state(AuditedResource audited, Map<String, String> path) {
    try {
      return audited.audited(path);
    } catch (FailureException nothing) {
      return null;
    }
  }
}
