package io.tidegate.api.entry;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Lets known tenants in, with keys that are good for what the resource is for. */
@Provider
@TenantOnly
public class TenantFilter implements ContainerRequestFilter {

  @Inject private HttpAuthentication admittance;
  @Context private HttpServletRequest http;
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    admittance.admit(http);
    KeyArea area = resource.getResourceClass().getAnnotation(KeyArea.class);
    if (area != null) {
      HttpVisit.of(http).checkArea(area.value());
    }
  }
}
