package io.tidegate.upstream.reading;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/**
 * The error of a node.
 *
 * @param message the node's words, or null
 * @param type its kind of error, or null
 * @param param the field it blames, or null
 * @param code its code, text or number as text, or null
 * @param stated the status that it names beside its code, or 0
 * @param members what its error object holds beside these; must not be changed
 */
public record NodeError(
    String message, String type, String param, String code, int stated, ObjectNode members) {

  public static final NodeError UNKNOWN = new NodeError(null, null, null, null);

  /** The types and codes of error objects that stand for a status: OpenAI's, Anthropic's, TGI's. */
  private static final Map<String, Integer> STATUSES =
      Map.ofEntries(
          Map.entry("service_unavailable_error", 503),
          Map.entry("service_unavailable", 503),
          Map.entry("serviceunavailable", 503),
          Map.entry("overloaded_error", 529),
          Map.entry("overloaded", 503),
          Map.entry("unavailable_error", 503),
          Map.entry("rate_limit_error", 429),
          Map.entry("rate_limit_exceeded", 429),
          Map.entry("too_many_requests", 429),
          Map.entry("toomanyrequests", 429),
          Map.entry("throttling", 429),
          Map.entry("insufficient_quota", 402),
          Map.entry("authentication_error", 401),
          Map.entry("billing_error", 402),
          Map.entry("permission_error", 403),
          Map.entry("not_found_error", 404),
          Map.entry("request_too_large", 413),
          Map.entry("timeout_error", 504));

  /** Types that blame the request. As codes they say nothing: DeepSeek gives all errors one. */
  private static final Map<String, Integer> OF_THE_REQUEST =
      Map.of(
          "invalid_request_error", 400,
          "badrequesterror", 400,
          "bad_request_error", 400,
          "bad_request", 400,
          "validation", 422,
          "validation_error", 422,
          "exceed_context_size_error", 400);

  public NodeError {
    requireNonNull(members, "members");
  }

  /** An error without further members. */
  public NodeError(String message, String type, String param, String code) {
    this(message, type, param, code, 0, JsonNodeFactory.instance.objectNode());
  }

  /**
   * The status the error stands for when it came under a status of 200.
   *
   * <p>SGLang and vLLM report a full queue that way, with the status as their code. What names no
   * status counts as the node's failure.
   */
  public int status() {
    int byCode = ofDigits(code);
    if (byCode != 0) {
      return byCode;
    }
    if (stated != 0) {
      return stated;
    }
    Integer known = STATUSES.getOrDefault(plain(code), STATUSES.get(plain(type)));
    return known != null ? known : OF_THE_REQUEST.getOrDefault(plain(type), 500);
  }

  /** The status that {@code digits} name, or 0. */
  static int ofDigits(String digits) {
    return digits != null && digits.matches("[45]\\d\\d") ? Integer.parseInt(digits) : 0;
  }

  /** Its object as OpenAI writes it, in which members may be null. */
  public ObjectNode object() {
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("message", message)
            .put("type", type)
            .put("param", param)
            .put("code", code);
    return object.setAll(members);
  }

  private static String plain(String word) {
    return word == null ? "" : word.strip().toLowerCase(Locale.ROOT);
  }
}
