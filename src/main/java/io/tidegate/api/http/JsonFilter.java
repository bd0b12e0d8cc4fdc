package io.tidegate.api.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Makes JSON of the wire records that resources return, and of lists of them. */
@Provider
public class JsonFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Object wire = response.getEntity();
    if (wire instanceof Record || wire instanceof List) {
      response.setEntity(ApiJson.text(wire));
    }
  }
}
