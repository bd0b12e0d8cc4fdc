package io.tidegate.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The JSON that goes over the wire, as text and as trees. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectWriter ASCII = MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The object in {@code bytes}, or {@code null} if they hold no JSON object. */
  static ObjectNode parse(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes) instanceof ObjectNode node ? node : null;
    } catch (IOException malformed) {
      return null;
    }
  }

  // By way of a string: Jackson's byte generator fails on the half surrogates a prompt may hold.
  static ByteBuffer bytes(JsonNode node) {
    return StandardCharsets.UTF_8.encode(node.toString());
  }

  /** A number or a truth value as such, anything else as its text. */
  static JsonNode scalar(Object value) {
    boolean bare = value instanceof Number || value instanceof Boolean;
    return MAPPER.valueToTree(bare ? value : value.toString());
  }

  /** {@code text} as a JSON string with its quotes. */
  static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** The arguments of a simulated tool call, in ASCII so that they can be cut anywhere. */
  static String arguments(String prompt) {
    try {
      return ASCII.writeValueAsString(object().put("query", prompt));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A string cannot be written as JSON", impossible);
    }
  }
}
