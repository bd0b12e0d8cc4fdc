package io.tidegate.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.ErrorForm;
import io.tidegate.dialect.KeptEvent;
import io.tidegate.dialect.NamedEvents;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.ErrorCode.Blame;
import io.tidegate.exchange.Failure;
import io.tidegate.formats.Json;
import java.util.Map;

/** Anthropic's errors, whose type follows from their status. */
final class MessagesErrors implements ErrorForm {

  private static final int OVERLOADED = 529;

  private static final String SERVER = "api_error";
  private static final String REQUEST = "invalid_request_error";

  private static final Map<Integer, String> TYPES =
      Map.of(
          401,
          "authentication_error",
          402,
          "billing_error",
          403,
          "permission_error",
          404,
          "not_found_error",
          408,
          "timeout_error",
          413,
          "request_too_large",
          429,
          "rate_limit_error",
          504,
          "timeout_error",
          OVERLOADED,
          "overloaded_error");

  /** What is short of room for everybody is no limit of the caller's own. */
  @Override
  public int status(Failure failure) {
    ErrorCode code = failure.code();
    boolean full = code.blame() == Blame.CAPACITY && !code.isOwnLimit();
    return full ? OVERLOADED : code.status();
  }

  @Override
  public byte[] of(Failure failure, String requestId) {
    ObjectNode error =
        Json.object().put("type", type(status(failure))).put("message", failure.message());
    return envelope(error, requestId);
  }

  @Override
  public byte[] ofNode(ObjectNode said, int status, String requestId) {
    String message = said.path("message").asText("");
    String type = said.path("type").asText("");
    boolean known = TYPES.containsValue(type) || type.equals(REQUEST) || type.equals(SERVER);
    ObjectNode error =
        Json.object()
            .put("type", known ? type : type(status))
            .put(
                "message",
                message.isBlank() ? "The node refused the request and did not say why." : message);
    said.properties().stream()
        .filter(member -> Json.present(member.getValue()))
        .forEach(member -> error.putIfAbsent(member.getKey(), member.getValue()));
    return envelope(error, requestId);
  }

  @Override
  public byte[] kept(byte[] event) {
    return KeptEvent.of(event, "message");
  }

  @Override
  public byte[] event(Failure failure, String requestId, byte[] first, byte[] last) {
    ObjectNode before = NamedEvents.data(last);
    boolean over = before != null && MessageEventReader.ends(before.path("type").asText(""));
    return over ? new byte[0] : asEvent(of(failure, requestId));
  }

  @Override
  public byte[] asEvent(byte[] body) {
    return ("event: error\ndata: " + new String(body, UTF_8) + "\n\n").getBytes(UTF_8);
  }

  private static String type(int status) {
    return TYPES.getOrDefault(status, status >= 500 ? SERVER : REQUEST);
  }

  private static byte[] envelope(ObjectNode error, String requestId) {
    ObjectNode body = Json.object().put("type", "error");
    body.set("error", error);
    if (requestId != null) {
      body.put("request_id", requestId);
    }
    return body.toString().getBytes(UTF_8);
  }
}
