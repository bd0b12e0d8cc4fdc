package io.tidegate.api.entry;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Finds the API key in a request: a bearer token, or where Anthropic's and Azure's clients put it.
 */
final class HttpKey {

  private static final String BEARER = "Bearer ";

  private HttpKey() {}

  /** The key that {@code request} shows, or null; a bearer token comes first. */
  static String of(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return header.substring(BEARER.length()).strip();
    }
    String key = request.getHeader("x-api-key");
    return key == null ? request.getHeader("api-key") : key;
  }
}
