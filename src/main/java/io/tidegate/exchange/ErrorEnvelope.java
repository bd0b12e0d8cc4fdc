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

  /** A node's own words about the caller's request as JSON. */
  public static byte[] ofNode(String message, String param, String code) {
    String said = message == null ? "The node refused the request." : message;
    return json(said, ErrorCode.INVALID_VALUE.type(), param, code, null);
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
