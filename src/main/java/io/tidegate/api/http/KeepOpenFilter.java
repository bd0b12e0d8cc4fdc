package io.tidegate.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Keeps connections open behind refusals: under overload each would cost its client a handshake.
 *
 * <p>Not where much of a body may still come, which the server would have to read to its end first.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class KeepOpenFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** The longest body, in bytes, that is read for nothing rather than the connection closed. */
  private static final long LONGEST = 1 << 20;

  @Override
  protected void doFilter(HttpServletRequest http, HttpServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    boolean kept =
        http.getContentLengthLong() <= LONGEST && http.getHeader("Transfer-Encoding") == null;
    chain.doFilter(http, kept ? new HttpKeptResponse(out) : out);
  }
}
