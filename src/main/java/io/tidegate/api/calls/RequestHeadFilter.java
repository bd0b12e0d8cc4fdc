package io.tidegate.api.calls;

import io.tidegate.api.entry.HttpAuthentication;
import io.tidegate.api.entry.HttpRequestHead;
import io.tidegate.api.http.HttpErrorWriter;
import io.tidegate.api.http.HttpErrors;
import io.tidegate.api.open.ApiConfig;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Refuses requests whose head can be read in two ways, and closes their connections, so that
 * nothing behind it is taken for another request; first of all filters (web.xml).
 */
public class RequestHeadFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject private transient HttpAuthentication authentication;
  @Inject private transient ApiConfig config;
  @Inject private transient HttpErrors errors;

  @Override
  protected void doFilter(HttpServletRequest http, HttpServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    String fault = HttpRequestHead.fault(http);
    if (fault != null) {
      refuse(http, out, Failure.of(ErrorCode.INVALID_VALUE, fault));
      return;
    }
    if (HttpRequestHead.mayHideABody(http)) {
      // The server drops lengths that it does not understand, and takes a body for a request.
      out.setHeader("Connection", "close");
    }
    config.trustedProxies().look(http);
    try {
      chain.doFilter(http, out);
    } catch (IOException broken) {
      if (out.isCommitted() || http.isAsyncStarted()) {
        throw broken;
      }
      // The server would show a stack trace to who has closed but half of the connection.
      refuse(http, out, HttpErrorWriter.BROKEN_OFF);
    }
  }

  private void refuse(HttpServletRequest http, HttpServletResponse out, Failure failure)
      throws IOException {
    out.setHeader("Connection", "close");
    errors.send(http, out, authentication.id(http), failure);
    out.flushBuffer();
  }
}
