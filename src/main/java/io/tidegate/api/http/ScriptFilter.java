package io.tidegate.api.http;

import io.tidegate.api.entry.HttpPage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Keeps the server from challenging the scripts of pages: a browser that is asked for a password
 * lets them wait for one, and they wait for ever.
 */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class ScriptFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(HttpServletRequest http, HttpServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(http, HttpPage.byScript(http) ? new Unchallenged(out) : out);
  }

  /** A response that takes all headers but the challenge. */
  private static final class Unchallenged extends HttpServletResponseWrapper {

    private static final String CHALLENGE = "WWW-Authenticate";

    private Unchallenged(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setHeader(String name, String value) {
      if (!CHALLENGE.equalsIgnoreCase(name)) {
        super.setHeader(name, value);
      }
    }

    @Override
    public void addHeader(String name, String value) {
      if (!CHALLENGE.equalsIgnoreCase(name)) {
        super.addHeader(name, value);
      }
    }
  }
}
