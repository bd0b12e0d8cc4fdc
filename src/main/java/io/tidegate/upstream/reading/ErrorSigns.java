package io.tidegate.upstream.reading;

import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;

/**
 * Whether the outermost members of a node's JSON tell of an error, in whatever form. For one text.
 */
public final class ErrorSigns {

  /** Members with which servers explain a failure that they do not call {@code error}. */
  private static final Set<String> WORDS =
      Set.of("message", "msg", "detail", "errors", "error_message", "error_msg", "errorMessage");

  private final byte[] json;
  private boolean failed;
  private boolean words;

  /** Nothing read yet of {@code json}. */
  public ErrorSigns(byte[] json) {
    this.json = json;
  }

  /** Reads the value of the member {@code name}, at whose start {@code in} is. */
  public void read(String name, JsonParser in) throws IOException {
    if (name.equals("error")) {
      failed |= Emptiness.tells(in);
    } else {
      words |=
          WORDS.contains(name) && in.currentToken() != START_OBJECT && Members.something(in, json);
      in.skipChildren();
    }
  }

  /** Takes what the JSON calls itself, {@code type} or {@code object}, which may be null. */
  public void kind(String kind) {
    found("error".equals(kind));
  }

  /** Takes that an error was found elsewhere, or not. */
  public void found(boolean error) {
    failed |= error;
  }

  /**
   * The error, or null if it tells of none.
   *
   * @param answer whether it is an answer, or a part of one: then it is no error for its words
   */
  public NodeError error(boolean answer) {
    return failed || (words && !answer) ? ErrorReader.read(json) : null;
  }
}
