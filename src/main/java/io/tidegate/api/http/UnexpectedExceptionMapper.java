package io.tidegate.api.http;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers what nothing else does: wrong paths and methods, and our own mistakes. */
@Provider
public class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {

  @Inject private HttpErrors errors;
  @Context private HttpServletRequest http;

  @Override
  public Response toResponse(Throwable exception) {
    return errors.unexpected(http, exception);
  }
}
