package io.tidegate.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Reads and writes the JSON of answers without changing a digit of their numbers, among which
 * {@code NaN} and {@code Infinity} are, as in Python. Thread-safe.
 */
public final class Json {

  /** Texts are as long as answers may be. Trees are written by recursion: no deeper than 1000. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  /**
   * What each comma, colon and opening bracket stands for in a tree, about: 32 MiB of {@code {},}
   * took 900 MiB on OpenJDK 17.
   */
  private static final int NODE = 48;

  /** A character takes a byte or two, and two bytes while it is read. */
  private static final int CHARACTER = 4;

  private Json() {}

  /**
   * The most bytes, about, that a tree of the JSON in {@code bytes} takes on the heap while it is
   * made: thirty times as many for a list of empty objects, four times for prose.
   */
  public static long treeSize(byte[] bytes) {
    long nodes = 1;
    for (byte each : bytes) {
      nodes += each == ',' || each == '{' || each == '[' || each == ':' ? 1 : 0;
    }
    return NODE * nodes + (long) CHARACTER * bytes.length;
  }

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An empty list. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** The object in {@code bytes}, which must hold nothing else. */
  public static ObjectNode read(byte[] bytes) throws IOException {
    try {
      if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (NumberFormatException beyond) {
      // Jackson lets it through for an exponent that no int holds.
      throw new IOException("a number is out of range", beyond);
    }
    throw new IOException("not a JSON object");
  }

  /** The value of which {@code length} of {@code bytes} from {@code start} on are the JSON. */
  public static JsonNode value(byte[] bytes, int start, int length) throws IOException {
    try {
      return MAPPER.readTree(bytes, start, length);
    } catch (NumberFormatException beyond) {
      throw new IOException("a number is out of range", beyond);
    }
  }

  /** {@code object} in UTF-8. */
  public static byte[] write(ObjectNode object) throws IOException {
    return MAPPER.writeValueAsBytes(object);
  }

  /** Whether {@code value} is there and is not null. */
  public static boolean present(JsonNode value) {
    return value != null && !value.isNull();
  }
}
