package io.tidegate.api.http;

import io.tidegate.dialect.ErrorForm;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.ApiFeatures;
import io.tidegate.exchange.DialectName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BiConsumer;

/** In which dialect a request is answered that has not become a call, or never will. */
public final class HttpDialect {

  /** Where Anthropic's clients look for the id of a request. */
  private static final String ANTHROPICS_ID = "request-id";

  /** The one path that OpenAI's and Anthropic's clients have in common. */
  private static final String MODELS = "/v1/models";

  private HttpDialect() {}

  /** How the errors of {@code http} look. */
  public static ErrorForm errors(HttpServletRequest http) {
    return Dialects.of(of(http)).errors();
  }

  /**
   * Tells {@code header} the id of the request {@code http} once more, where that is looked for.
   */
  public static void tellId(
      HttpServletRequest http, String requestId, BiConsumer<String, String> header) {
    tellId(of(http), requestId, header);
  }

  /** The same of a request in {@code dialect}. */
  public static void tellId(
      DialectName dialect, String requestId, BiConsumer<String, String> header) {
    if (dialect == DialectName.MESSAGES) {
      header.accept(ANTHROPICS_ID, requestId);
    }
  }

  private static DialectName of(HttpServletRequest http) {
    String path = http.getRequestURI();
    return path.startsWith(MODELS) && http.getHeader(ApiFeatures.VERSION) != null
        ? DialectName.MESSAGES
        : Dialects.at(path);
  }
}
