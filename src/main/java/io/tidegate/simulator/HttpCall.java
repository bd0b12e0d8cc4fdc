package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request as it came over HTTP.
 *
 * @param route method and path, without query and without the prefixes {@code /v1}, {@code /beta}
 *     and, of Messages, {@code /anthropic}
 * @param key the bearer token, in Messages also that of {@code x-api-key}; an empty text if there
 *     is none
 * @param body the JSON object that is its body, or {@code null} if it has none
 */
record HttpCall(String route, String key, ObjectNode body) {
  private static final String BEARER = "Bearer ";
  private static final String ANTHROPIC = "/anthropic";
  private static final String BETA = "/beta";
  private static final String MESSAGES = "/messages";

  /**
   * Reads a request.
   *
   * @param keys the values of {@code Authorization} and of {@code x-api-key}, {@code null} for none
   */
  static HttpCall of(String method, String target, Keys keys, byte[] body) {
    int query = target.indexOf('?');
    String path = path(query < 0 ? target : target.substring(0, query));
    String bearer = bearer(keys.authorization());
    boolean other = bearer.isEmpty() && keys.apiKey() != null && path.startsWith(MESSAGES);
    return new HttpCall(
        method + " " + path, other ? keys.apiKey() : bearer, SimulatorJson.parse(body));
  }

  /** Whether {@code target} is one of Messages, where requests have ids of another name. */
  static boolean ofMessages(String target) {
    return path(target).startsWith(MESSAGES);
  }

  private static String path(String path) {
    if (path.startsWith(ANTHROPIC + "/")) {
      String inside = versionless(path.substring(ANTHROPIC.length()));
      return inside.startsWith(MESSAGES) ? inside : path;
    }
    return versionless(path.startsWith(BETA + "/") ? path.substring(BETA.length()) : path);
  }

  private static String versionless(String path) {
    return path.startsWith("/v1/") ? path.substring(3) : path;
  }

  private static String bearer(String authorization) {
    boolean present =
        authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return present ? authorization.substring(BEARER.length()).strip() : "";
  }

  /**
   * The headers in which a key may come.
   *
   * @param authorization that of OpenAI, or {@code null}
   * @param apiKey that of Anthropic, or {@code null}
   */
  record Keys(String authorization, String apiKey) {}
}
