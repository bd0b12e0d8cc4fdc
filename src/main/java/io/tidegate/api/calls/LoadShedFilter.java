package io.tidegate.api.calls;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Refuses requests before anything of them is read while the server itself is the bottleneck; first
 * of all filters (web.xml).
 */
public class LoadShedFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject private transient HttpLoadShedding shedding;

  @Override
  protected void doFilter(HttpServletRequest http, HttpServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    if (!shedding.refuses(http, out)) {
      chain.doFilter(http, out);
    }
  }
}
