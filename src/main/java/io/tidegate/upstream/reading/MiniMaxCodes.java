package io.tidegate.upstream.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What MiniMax says by a number in {@code base_resp}, under a 200, in the words of its API of
 * OpenAI's form. Elsewhere the same numbers mean other things.
 *
 * <p>Numbers that are not here, such as 1000, 1001, 1013, 1024 and 1033, are failures of the node.
 */
final class MiniMaxCodes {

  /** The member in which the numbers are. */
  static final String PLACE = "base_resp";

  private static final String LIMITED = "rate_limit_error";
  private static final String KEY = "authorized_error";
  private static final String CONTENT = "unprocessable_entity_error";
  private static final String REQUEST = "bad_request_error";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          // Requests, tokens, connections, how fast they grow, and the hours of a plan.
          Map.entry("1002", LIMITED),
          Map.entry("1039", LIMITED),
          Map.entry("1041", LIMITED),
          Map.entry("2045", LIMITED),
          Map.entry("2056", LIMITED),
          Map.entry("1004", KEY),
          Map.entry("2049", KEY),
          Map.entry("1008", "insufficient_balance_error"),
          Map.entry("1026", CONTENT),
          Map.entry("1027", CONTENT),
          Map.entry("1042", REQUEST),
          Map.entry("2013", REQUEST),
          // A model that the account's plan does not have: other accounts may.
          Map.entry("2061", "permission_error"));

  private MiniMaxCodes() {}

  /** The type of error for which the number in {@code baseResp} stands; null if for none. */
  static String type(JsonNode baseResp) {
    return TYPES.get(baseResp.path("status_code").asText(""));
  }
}
