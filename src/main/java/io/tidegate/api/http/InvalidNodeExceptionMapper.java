package io.tidegate.api.http;

import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;

import io.tidegate.exchange.Failure;
import io.tidegate.routing.nodes.InvalidNodeException;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers a node description that breaks a rule. */
@Provider
public class InvalidNodeExceptionMapper implements ExceptionMapper<InvalidNodeException> {

  @Inject private HttpErrors errors;
  @Context private HttpServletRequest http;

  @Override
  public Response toResponse(InvalidNodeException exception) {
    return errors.of(
        http, Failure.ofParam(INVALID_VALUE, exception.field(), exception.getMessage() + "."));
  }
}
