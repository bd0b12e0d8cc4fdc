package io.tidegate.api.entry;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets scripts of other origins' pages read answers, as {@link HttpCrossOrigins} says; before all
 * that answers or refuses (web.xml), since they must be able to read refusals, too.
 */
public class CrossOriginFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject private transient HttpCrossOrigins origins;

  @Override
  protected void doFilter(HttpServletRequest http, HttpServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    if (!origins.answers(http, out)) {
      chain.doFilter(http, out);
    }
  }
}
