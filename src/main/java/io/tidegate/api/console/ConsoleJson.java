package io.tidegate.api.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.api.http.ApiJson;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.io.IOException;
import java.io.InputStream;

/** The JSON of the console's endpoints: records as objects, and short bodies. */
final class ConsoleJson {

  private static final int MOST_BYTES = 16 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ConsoleJson() {}

  /** {@code view}, a record of plain values, lists and maps, as JSON. */
  static String of(Object view) {
    return ApiJson.text(view);
  }

  /**
   * The object that {@code body} holds, which is short.
   *
   * @throws FailureException if it is no JSON object, or longer than 16 KiB
   */
  static JsonNode object(InputStream body) {
    try {
      byte[] read = body.readNBytes(MOST_BYTES + 1);
      if (read.length > MOST_BYTES) {
        throw Failure.of(ErrorCode.REQUEST_TOO_LARGE, "The body is too large.").asException();
      }
      JsonNode json = JSON.readTree(read);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (IOException notJson) {
      throw Failure.of(ErrorCode.INVALID_JSON, "The body is not valid JSON.").asException();
    }
    throw Failure.of(ErrorCode.INVALID_JSON, "The body must be a JSON object.").asException();
  }

  /**
   * The text of the member {@code name}.
   *
   * @throws FailureException that names it if there is none
   */
  static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw Failure.ofParam(ErrorCode.MISSING_PARAMETER, name, "'" + name + "' is missing.")
          .asException();
    }
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw Failure.invalid(name, "must be a string that is not empty").asException();
    }
    return value.asText();
  }
}
