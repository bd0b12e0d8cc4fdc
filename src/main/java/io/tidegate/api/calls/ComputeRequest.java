package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.INVALID_JSON;
import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.MISSING_PARAMETER;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tidegate.dialect.JsonSpan;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Makes the body of a chat call out of a single question, byte for byte: a question may be as large
 * as a body, and neither a tree of it nor its characters are ever in memory.
 */
final class ComputeRequest {

  /** How much of a question is looked at to see whether it is blank, in bytes. */
  private static final int LONGEST_BLANK = 4096;

  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[][] ESCAPES = new byte[128][];
  private static final byte[] BEFORE_CONTENT =
      ",\"messages\":[{\"role\":\"user\",\"content\":".getBytes(UTF_8);
  private static final byte[] END = "}]}".getBytes(UTF_8);

  static {
    for (char each = 0; each < ESCAPES.length; each++) {
      ESCAPES[each] = JsonStringEncoder.getInstance().quoteAsUTF8(String.valueOf(each));
    }
  }

  private ComputeRequest() {}

  /**
   * The chat that asks {@code model} what {@code utf8} says, as text.
   *
   * @param field what the caller knows the question by
   * @throws FailureException if there is no question
   */
  static byte[] ofText(String model, String field, byte[] utf8) {
    if (utf8.length <= LONGEST_BLANK && new String(utf8, UTF_8).isBlank()) {
      throw missing(field);
    }
    Body body = new Body(model, quoted(utf8));
    body.quote(utf8);
    return body.end();
  }

  /** How many bytes {@code utf8} takes as a JSON string: so many {@link #ofText} makes of it. */
  static int quoted(byte[] utf8) {
    int length = 2;
    for (byte each : utf8) {
      length += isEscaped(each) ? ESCAPES[each].length : 1;
    }
    return length;
  }

  private static boolean isEscaped(byte each) {
    return (each >= 0 && each < ' ') || each == '"' || each == '\\';
  }

  /**
   * The chat that asks {@code model} the {@code input} of the JSON object {@code body}.
   *
   * @throws FailureException if that is no question, or the body no JSON object
   */
  static byte[] ofJson(String model, byte[] body) {
    JsonSpan input = input(body);
    if (input == null) {
      throw missing("input");
    }
    Body chat = new Body(model, input.length());
    chat.write(body, input.start(), input.length());
    return chat.end();
  }

  private static JsonSpan input(byte[] body) {
    JsonSpan input = null;
    try (JsonParser in = JSON.createParser(body)) {
      boolean object = in.nextToken() == JsonToken.START_OBJECT;
      while (object && in.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = in.currentName().equals("input");
        JsonToken value = in.nextToken();
        if (wanted && value != JsonToken.VALUE_STRING) {
          throw Failure.ofParam(INVALID_VALUE, "input", "'input' must be a string.").asException();
        }
        input = wanted ? JsonSpan.ofText(in, body) : input;
        in.skipChildren();
      }
    } catch (IOException notJson) {
      throw Failure.of(INVALID_JSON, "The body is not valid JSON.").asException();
    }
    return input == null || isBlank(body, input) ? null : input;
  }

  private static boolean isBlank(byte[] body, JsonSpan input) {
    if (input.length() > LONGEST_BLANK) {
      return false;
    }
    try (JsonParser in = JSON.createParser(body, input.start(), input.length())) {
      return in.nextToken() == JsonToken.VALUE_STRING && in.getText().isBlank();
    } catch (IOException impossible) {
      throw new IllegalStateException("it has been read before", impossible);
    }
  }

  private static FailureException missing(String field) {
    return Failure.ofParam(
            MISSING_PARAMETER, field, "'" + field + "' must be a question that is not empty.")
        .asException();
  }

  /** A body as it grows. */
  private static final class Body extends ByteArrayOutputStream {

    Body(String model, int expected) {
      super(expected + 256);
      writeBytes("{\"model\":".getBytes(UTF_8));
      quote(model.getBytes(UTF_8));
      writeBytes(BEFORE_CONTENT);
    }

    /** Adds {@code utf8} as a JSON string. */
    void quote(byte[] utf8) {
      write('"');
      int from = 0;
      for (int at = 0; at < utf8.length; at++) {
        byte each = utf8[at];
        if (isEscaped(each)) {
          write(utf8, from, at - from);
          from = at + 1;
          writeBytes(ESCAPES[each]);
        }
      }
      write(utf8, from, utf8.length - from);
      write('"');
    }

    byte[] end() {
      writeBytes(END);
      return count == buf.length ? buf : toByteArray();
    }
  }
}
