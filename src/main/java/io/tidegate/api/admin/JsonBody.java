package io.tidegate.api.admin;

import static io.tidegate.exchange.ErrorCode.INVALID_JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.api.http.PacedStream;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the JSON that administrators send. */
public final class JsonBody {

  private static final int MOST_BYTES = 256 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonBody() {}

  /**
   * The JSON that {@code body} holds, of which a tree is made: it has to be short.
   *
   * @throws FailureException if it is no JSON, or too long
   */
  public static JsonNode parse(InputStream body) {
    return parse(body, MOST_BYTES);
  }

  /** As {@link #parse(InputStream)}, where {@code most} bytes are short. */
  static JsonNode parse(InputStream body, int most) {
    try {
      byte[] read = body.readNBytes(most + 1);
      if (read.length > most) {
        throw PacedStream.tooLarge(most);
      }
      return JSON.readTree(read);
    } catch (IOException notJson) {
      throw Failure.of(INVALID_JSON, "The body is not valid JSON.").asException();
    }
  }
}
