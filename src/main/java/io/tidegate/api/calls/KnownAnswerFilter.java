package io.tidegate.api.calls;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers what this server knows before JAX-RS sees the request, which would make it asynchronous:
 * that costs more than all the rest of such an answer.
 */
@WebFilter(
    urlPatterns = {
      "/v1/chat/completions",
      "/chat/completions",
      "/v1/completions",
      "/v1/embeddings",
      "/completions",
      "/embeddings",
      "/v1/responses",
      "/responses",
      "/v1/messages",
      "/v1/messages/count_tokens",
      "/anthropic/*"
    },
    asyncSupported = true)
public class KnownAnswerFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject private transient HttpKnownAnswers known;

  @Override
  protected void doFilter(HttpServletRequest http, HttpServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    if (!known.answers(http, out)) {
      chain.doFilter(http, out);
    }
  }
}
