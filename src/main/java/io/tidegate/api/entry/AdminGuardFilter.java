package io.tidegate.api.entry;

import jakarta.annotation.Priority;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Guards those who come with a password or with a session, as {@link HttpGuard} says; nor is
 * anybody asked for one where others could read it.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class AdminGuardFilter implements ContainerRequestFilter {

  @Context private HttpServletRequest http;
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    if (HttpGuard.hasCredentials(http)) {
      HttpGuard.check(http);
    } else if (administrative() && !HttpGuard.confidential(http)) {
      throw HttpGuard.readable().asException();
    }
  }

  private boolean administrative() {
    return resource.getResourceClass().isAnnotationPresent(RolesAllowed.class)
        || resource.getResourceMethod().isAnnotationPresent(RolesAllowed.class);
  }
}
