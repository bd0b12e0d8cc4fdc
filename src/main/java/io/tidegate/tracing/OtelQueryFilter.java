package io.tidegate.tracing;

import io.opentelemetry.api.trace.Span;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Takes the query out of the span that the server itself keeps of a request to a resource: callers
 * who think that keys belong there must not find them in a trace. It comes before the server's own
 * filter, which ends that span.
 */
@Provider
@Priority(Priorities.USER + 1_000)
public class OtelQueryFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getUriInfo().getRequestUri().getRawQuery() != null) {
      Span.current().setAttribute("url.query", "");
    }
  }
}
