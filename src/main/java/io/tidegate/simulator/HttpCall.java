package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request as it came over HTTP.
 *
 * @param route method and path, without query and without the prefix {@code /v1}
 * @param key the bearer token, or an empty text if there is none
 * @param body the JSON object that is its body, or {@code null} if it has none
 */
record HttpCall(String route, String key, ObjectNode body) {
  private static final String BEARER = "Bearer ";

  static HttpCall of(String method, String target, String authorization, byte[] body) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    String route = method + " " + (path.startsWith("/v1/") ? path.substring(3) : path);
    return new HttpCall(route, bearer(authorization), SimulatorJson.parse(body));
  }

  private static String bearer(String authorization) {
    boolean present =
        authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return present ? authorization.substring(BEARER.length()).strip() : "";
  }
}
