package io.tidegate.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.upstream.reading.AnswerJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.regex.Pattern;

/** Gives events the names by which clients tell them, where a node left them out. */
public final class EventName {

  private static final Pattern NAME = Pattern.compile("[\\w.-]{1,100}");

  private EventName() {}

  /** {@code event} under the {@code type} in its {@code data}; as it is if these have none. */
  public static byte[] of(byte[] event, byte[] data) {
    String type = type(data);
    if (type == null || !NAME.matcher(type).matches()) {
      return event;
    }
    ByteArrayOutputStream named = new ByteArrayOutputStream(event.length + type.length() + 8);
    named.writeBytes(("event: " + type + "\n").getBytes(UTF_8));
    named.writeBytes(event);
    return named.toByteArray();
  }

  private static String type(byte[] data) {
    try (JsonParser in = AnswerJson.parser(data)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = in.currentName().equals("type");
        JsonToken value = in.nextToken();
        if (wanted) {
          return value == JsonToken.VALUE_STRING ? in.getText() : null;
        }
        in.skipChildren();
      }
      return null;
    } catch (IOException notJson) {
      return null;
    }
  }
}
