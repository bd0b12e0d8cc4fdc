package io.tidegate.api.entry;

import static io.tidegate.exchange.ErrorCode.FORBIDDEN;

import io.tidegate.exchange.Failure;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Guards those who come with a password: browsers add it to what pages of other sites send, and
 * over plain HTTP everybody on the way can read it.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class AdminGuardFilter implements ContainerRequestFilter {

  private static final String BASIC = "Basic ";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Context private HttpServletRequest http;

  @Override
  public void filter(ContainerRequestContext request) {
    String said = request.getHeaderString("Authorization");
    if (said == null || !said.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return;
    }
    if (!SAFE.contains(request.getMethod()) && HttpPage.foreign(http)) {
      throw Failure.of(FORBIDDEN, "Pages of other sites may change nothing here.").asException();
    }
    if (!HttpAuthentication.confidential(http)) {
      throw Failure.of(
              FORBIDDEN,
              "Passwords are taken over HTTPS, or on this machine: others could read them.")
          .asException();
    }
  }
}
