package io.tidegate.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.ErrorForm;
import io.tidegate.dialect.KeptEvent;
import io.tidegate.dialect.NamedEvents;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.formats.Json;
import java.io.IOException;

/**
 * OpenAI's errors; in a stream, {@code response.failed} once the response has an id, and else
 * {@code error}, at which SDKs throw.
 */
final class ResponsesErrors implements ErrorForm {

  private static final String NUMBER = "sequence_number";

  /** The response itself is told once more, but nothing long that it repeats of the request. */
  @Override
  public byte[] kept(byte[] event) {
    return KeptEvent.of(event, "response");
  }

  @Override
  public byte[] event(Failure failure, String requestId, byte[] first, byte[] last) {
    ObjectNode begun = NamedEvents.data(first);
    ObjectNode before = NamedEvents.data(last);
    if (before != null && ResponseEventReader.ends(before.path("type").asText(""))) {
      return new byte[0];
    }
    if (begun == null || !begun.path("response").path("id").isTextual()) {
      return error(of(failure, requestId), next(begun, before));
    }
    ObjectNode response = ((ObjectNode) begun.get("response")).deepCopy();
    response.put("status", ResponseMembers.FAILED);
    ObjectNode error =
        response
            .putObject("error")
            .put("code", ErrorCode.INTERNAL_ERROR.type())
            .put("message", failure.message());
    if (requestId != null) {
      error.put("request_id", requestId);
    }
    ObjectNode data = Json.object().put("type", "response.failed");
    data.put(NUMBER, next(begun, before)).set("response", response);
    return event("response.failed", data);
  }

  @Override
  public byte[] asEvent(byte[] body) {
    return error(body, 0);
  }

  /** SDKs read the one form or the other: the members beside the type, or those of the error. */
  private static byte[] error(byte[] body, long number) {
    ObjectNode error = told(body);
    ObjectNode data = Json.object().put("type", "error");
    for (String name : new String[] {"code", "message", "param"}) {
      data.set(name, error.get(name));
    }
    data.put(NUMBER, number).set("error", error);
    return event("error", data);
  }

  private static ObjectNode told(byte[] body) {
    try {
      return Json.read(body).get("error") instanceof ObjectNode error ? error : Json.object();
    } catch (IOException impossible) {
      return Json.object();
    }
  }

  private static byte[] event(String name, ObjectNode data) {
    return ("event: " + name + "\ndata: " + data + "\n\n").getBytes(UTF_8);
  }

  private static long next(ObjectNode first, ObjectNode last) {
    JsonNode latest = last == null ? first : last;
    return latest == null ? 0 : latest.path(NUMBER).asLong(-1) + 1;
  }
}
