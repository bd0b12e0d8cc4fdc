package io.tidegate.api.entry;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Guards those who come with a password or with a session, as {@link HttpGuard} says. */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class AdminGuardFilter implements ContainerRequestFilter {

  @Context private HttpServletRequest http;

  @Override
  public void filter(ContainerRequestContext request) {
    if (HttpGuard.hasCredentials(http)) {
      HttpGuard.check(http);
    }
  }
}
