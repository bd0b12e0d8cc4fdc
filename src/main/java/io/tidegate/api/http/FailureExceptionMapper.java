package io.tidegate.api.http;

import io.tidegate.exchange.FailureException;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers a failure that carries its code. */
@Provider
public class FailureExceptionMapper implements ExceptionMapper<FailureException> {

  @Inject private HttpErrors errors;
  @Context private HttpServletRequest http;

  @Override
  public Response toResponse(FailureException exception) {
    return errors.of(http, exception.failure());
  }
}
