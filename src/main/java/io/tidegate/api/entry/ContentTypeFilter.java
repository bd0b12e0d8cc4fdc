package io.tidegate.api.entry;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * Takes a {@code Content-Type} that is none for one of which nothing is known, which is refused by
 * 415 where JSON is wanted: JAX-RS would fail over it by 500, also where there is no body.
 */
@Provider
@PreMatching
public class ContentTypeFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    String type = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
    if (type != null && !isReadable(type)) {
      request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM);
    }
  }

  /** Whether it can be read as a type, and its weight, which it should not have, as a number. */
  private static boolean isReadable(String type) {
    try {
      String weight = MediaType.valueOf(type).getParameters().get("q");
      return weight == null || Float.parseFloat(weight) >= 0;
    } catch (IllegalArgumentException broken) {
      return false;
    }
  }
}
