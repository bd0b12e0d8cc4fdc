package io.tidegate.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
final class SimulatorJson {
  private static final int MOST_VALUES = 16_384;

  /** The length of a text is bounded by that of its body. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  private static final ObjectWriter ASCII = MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private SimulatorJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * The object in {@code bytes}, or {@code null} if they hold no JSON object, or one of more than
   * 16 384 values: a tree takes up to thirty times the memory of its text.
   */
  static ObjectNode parse(byte[] bytes) {
    try {
      boolean small = bytes.length <= 2 * MOST_VALUES || isSmall(bytes);
      return small && MAPPER.readTree(bytes) instanceof ObjectNode node ? node : null;
    } catch (IOException malformed) {
      return null;
    }
  }

  private static boolean isSmall(byte[] bytes) throws IOException {
    int values = 0;
    try (JsonParser in = MAPPER.createParser(bytes)) {
      for (JsonToken next = in.nextToken(); next != null; next = in.nextToken()) {
        values += next.isScalarValue() || next.isStructStart() ? 1 : 0;
        if (values > MOST_VALUES) {
          return false;
        }
      }
    }
    return true;
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

  /** {@code value} in ASCII, so that it can be cut anywhere. */
  static String ascii(JsonNode value) {
    try {
      return ASCII.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A tree cannot be written as JSON", impossible);
    }
  }
}
