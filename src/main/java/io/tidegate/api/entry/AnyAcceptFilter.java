package io.tidegate.api.entry;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * Passes over {@code Accept}: every path has one form of answer, or two by its body, and clients
 * send {@code text/event-stream} or {@code text/plain} to all of them. RFC 9110 lets a server do
 * so.
 */
@Provider
@PreMatching
public class AnyAcceptFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.WILDCARD);
  }
}
