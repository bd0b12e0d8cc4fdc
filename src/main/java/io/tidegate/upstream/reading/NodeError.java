package io.tidegate.upstream.reading;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

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

  /** What OpenAI calls an error of a tool server that the request names. */
  private static final String CONNECTOR = "external_connector_error";

  private static final Pattern TOOLS = Pattern.compile("\\bMCP\\b", Pattern.CASE_INSENSITIVE);

  /** What text-generation-inference calls errors of its own engine. */
  private static final Set<String> OF_THE_ENGINE = Set.of("generation", "incomplete_generation");

  /** Types and codes that stand for a status, whoever's; others have stems. */
  private static final Map<String, Integer> STATUSES =
      Map.ofEntries(
          Map.entry("overloaded_error", 529),
          Map.entry("insufficient_quota", 402),
          Map.entry("authentication_error", 401),
          Map.entry("authorized_error", 401),
          Map.entry("invalid_api_key", 401),
          Map.entry("api_key_invalid", 401),
          Map.entry("billing_error", 402),
          Map.entry("permission_error", 403),
          Map.entry("not_found_error", 404),
          Map.entry("request_too_large", 413),
          Map.entry(CONNECTOR, 424),
          Map.entry("timeout_error", 504));

  /** Types that blame the request. As codes they say nothing: DeepSeek gives all errors one. */
  private static final Map<String, Integer> TYPES_OF_THE_REQUEST =
      Map.of(
          "invalid_request_error", 400,
          "badrequesterror", 400,
          "bad_request_error", 400,
          "bad_request", 400,
          "validation", 422,
          "validation_error", 422,
          "unprocessable_entity_error", 422,
          "exceed_context_size_error", 400);

  /** Codes of errors that come from what was asked, not from who was; Alibaba's is a type, too. */
  private static final Set<String> OF_THE_REQUEST =
      Set.of(
          "context_length_exceeded",
          "content_policy_violation",
          "data_inspection_failed",
          "cyber_policy",
          "invalid_prompt",
          "invalid_base64_image",
          "empty_image_file",
          "unsupported_image_media_type",
          "failed_to_download_image");

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
   * status, nor says by a word what is wrong, counts as the node's failure.
   */
  public int status() {
    int byCode = ofDigits(code);
    if (byCode != 0) {
      return byCode;
    }
    if (stated != 0) {
      return stated;
    }
    int byWord = ofWord(plain(code));
    if (byWord != 0) {
      return byWord;
    }
    int byType = ofWord(plain(type));
    return byType != 0 ? byType : TYPES_OF_THE_REQUEST.getOrDefault(plain(type), 500);
  }

  /**
   * How long the node asks to be left alone: {@code asked}, as its headers say, or, where that is
   * null, what the error itself says; null if neither does.
   */
  public Duration notBefore(Duration asked) {
    return asked == null ? RetryAfter.in(members.path("details")) : asked;
  }

  /** The status for which the type or code {@code word} stands, or 0. */
  private static int ofWord(String word) {
    boolean request =
        OF_THE_REQUEST.contains(word)
            || word.startsWith("invalid_image")
            || word.startsWith("image_");
    return request ? 400 : STATUSES.getOrDefault(word, Stems.busy(word));
  }

  /** Whether it is a tool server that failed, which the caller has named. */
  boolean ofTools() {
    boolean named = message != null && TOOLS.matcher(message).find();
    return CONNECTOR.equals(type) || (named && !OF_THE_ENGINE.contains(plain(type)));
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
    return word == null ? "" : Stems.plain(word.strip());
  }
}
