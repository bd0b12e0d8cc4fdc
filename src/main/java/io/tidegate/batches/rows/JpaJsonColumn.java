package io.tidegate.batches.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.batches.state.Batch;
import java.util.List;
import java.util.Map;

/** The parts of a batch that are kept as JSON. */
final class JpaJsonColumn {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};
  private static final TypeReference<List<Batch.LineError>> ERRORS = new TypeReference<>() {};

  private JpaJsonColumn() {}

  static String text(Object part) {
    try {
      return JSON.writeValueAsString(part);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Map<String, String> metadata(String text) {
    return read(text, METADATA);
  }

  static List<Batch.LineError> errors(String text) {
    return read(text, ERRORS);
  }

  private static <T> T read(String text, TypeReference<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(
          "a batch's row holds other JSON than was written", impossible);
    }
  }
}
