package io.tidegate.api.entry;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Lets known tenants in. */
@Provider
@TenantOnly
public class TenantFilter implements ContainerRequestFilter {

  @Inject private HttpAuthentication admittance;
  @Context private HttpServletRequest http;

  @Override
  public void filter(ContainerRequestContext request) {
    admittance.admit(http);
  }
}
