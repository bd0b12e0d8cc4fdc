package io.tidegate.api.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Keeps the response to a sign-in at hand for {@link HttpSessionCookie}. */
@WebFilter(urlPatterns = "/api/session", asyncSupported = true)
public class SessionCookieFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(HttpServletRequest http, HttpServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    HttpSessionCookie.keep(http, out);
    chain.doFilter(http, out);
  }
}
