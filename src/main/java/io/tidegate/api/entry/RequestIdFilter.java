package io.tidegate.api.entry;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Gives every request an id and every response the id of its request. */
@Provider
@PreMatching
public class RequestIdFilter implements ContainerRequestFilter, ContainerResponseFilter {

  public static final String ATTRIBUTE = "io.tidegate.requestId";
  public static final String HEADER = "x-request-id";

  @Inject private HttpAuthentication admittance;
  @Context private HttpServletRequest http;

  @Override
  public void filter(ContainerRequestContext request) {
    var unused = admittance.id(http);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle(HEADER, http.getAttribute(ATTRIBUTE));
  }
}
