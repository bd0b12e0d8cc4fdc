package io.tidegate.cache;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads and writes the JSON of answers without changing a digit of their numbers. Thread-safe. */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** The object in {@code bytes}, which must hold nothing else. */
  static ObjectNode read(byte[] bytes) throws IOException {
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

  /** {@code object} in UTF-8. */
  static byte[] write(ObjectNode object) throws IOException {
    return MAPPER.writeValueAsBytes(object);
  }

  /** Whether {@code value} is there and is not null. */
  static boolean present(JsonNode value) {
    return value != null && !value.isNull();
  }
}
