package io.tidegate.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;

/**
 * Writes the wire records of the API, which are called {@code *Json}: their components are the
 * members, in that order, null ones included. Thread-safe.
 */
public final class ApiJson {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  private ApiJson() {}

  /** {@code wire}, a wire record or a collection of such, as text. */
  public static String text(Object wire) {
    try {
      return JSON.writeValueAsString(wire);
    } catch (JsonProcessingException mistake) {
      throw new IllegalArgumentException("no wire record: " + wire.getClass().getName(), mistake);
    }
  }
}
