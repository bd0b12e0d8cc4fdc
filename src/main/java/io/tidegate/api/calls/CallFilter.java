package io.tidegate.api.calls;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What can be done for a call before JAX-RS sees the request, whose way through there costs more
 * than all the rest of a short answer.
 *
 * <p>In this order: it is refused while the server itself is the bottleneck, which costs least; it
 * is held to its quota, as known answers are, too; it is answered if this server knows the answer;
 * and it is asked, if it was read for that look.
 */
public class CallFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject private transient HttpLoadShedding shedding;
  @Inject private transient HttpQuotas quotas;
  @Inject private transient HttpKnownAnswers known;
  @Inject private transient HttpIntake intake;

  @Override
  protected void doFilter(HttpServletRequest http, HttpServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    if (shedding.refuses(http, out) || quotas.refuses(http, out)) {
      return;
    }
    try {
      if (!known.answers(http, out) && !intake.takes(http)) {
        chain.doFilter(http, out);
      }
    } finally {
      quotas.answered(http);
    }
  }
}
