package io.tidegate.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** OpenAI's error object on the wire, with all four members and, as a fifth, the request id. */
public final class ErrorEnvelope {

  private ErrorEnvelope() {}

  /** {@code failure} as JSON; the request id is left out when null. */
  public static byte[] of(Failure failure, String requestId) {
    ErrorCode code = failure.code();
    return json(failure.message(), code.type(), failure.param(), code.code(), requestId);
  }

  /**
   * A node's own error object about the caller's request as JSON, with what it lacks.
   *
   * @param said may lack the four members, or have null in their places; must not be changed
   *     afterwards
   */
  public static byte[] ofNode(ObjectNode said) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("message", said.path("message").asText(""));
    if (error.get("message").textValue().isBlank() || said.path("message").isNull()) {
      error.put("message", "The node refused the request and did not say why.");
    }
    String type = said.path("type").textValue();
    error.put("type", type == null || type.isBlank() ? ErrorCode.INVALID_VALUE.type() : type);
    error.put("param", said.path("param").textValue());
    error.put("code", said.path("code").textValue());
    said.properties().forEach(member -> error.putIfAbsent(member.getKey(), member.getValue()));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    return body.<ObjectNode>set("error", error).toString().getBytes(UTF_8);
  }

  /** {@code failure} as the last event of a stream that broke. */
  public static byte[] event(Failure failure, String requestId) {
    return asEvent(of(failure, requestId));
  }

  /** An error object, given as JSON, as an event of a stream. */
  public static byte[] asEvent(byte[] json) {
    return ("data: " + new String(json, UTF_8) + "\n\n").getBytes(UTF_8);
  }

  private static byte[] json(
      String message, String type, String param, String code, String requestId) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error =
        body.putObject("error")
            .put("message", message)
            .put("type", type)
            .put("param", param)
            .put("code", code);
    if (requestId != null) {
      error.put("request_id", requestId);
    }
    return body.toString().getBytes(UTF_8);
  }
}
