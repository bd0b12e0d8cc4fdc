package io.tidegate.upstream.reading;

import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether the outermost members of a node's JSON tell of an error, in whatever form. For one text.
 */
public final class ErrorSigns {

  /** Members with which servers explain a failure that they do not call {@code error}. */
  private static final Set<String> WORDS =
      Set.of(
          "message",
          "msg",
          "detail",
          "errors",
          "error_message",
          "error_msg",
          "errorMessage",
          "status_msg");

  /** Members that say by a number how it went. */
  private static final Set<String> CODES =
      Set.of(
          "code", "error_code", "status", "status_code", "statusCode", "http_status", "http_code");

  /** Members that may enclose all of these: FastAPI's and MiniMax's. */
  private static final Set<String> AROUND = Set.of("detail", MiniMaxCodes.PLACE);

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");
  private static final Pattern GOOD = Pattern.compile("0+|2\\d\\d");

  private final byte[] json;
  private boolean failed;
  private boolean words;
  private boolean good;
  private boolean bad;

  /** Nothing read yet of {@code json}. */
  public ErrorSigns(byte[] json) {
    this.json = json;
  }

  /** Reads the value of the member {@code name}, at whose start {@code in} is. */
  public void read(String name, JsonParser in) throws IOException {
    if (AROUND.contains(name) && in.currentToken() == START_OBJECT) {
      Members.of(in, this::sign);
    } else {
      sign(name, in);
    }
  }

  private void sign(String name, JsonParser in) throws IOException {
    if (name.equals("error")) {
      failed |= Emptiness.tells(in);
    } else if (CODES.contains(name)) {
      code(in);
    } else if (WORDS.contains(name) && in.currentToken() != START_OBJECT) {
      words |= Emptiness.tells(in);
    } else {
      in.skipChildren();
    }
  }

  private void code(JsonParser in) throws IOException {
    if (in.currentToken().isScalarValue()) {
      String code = in.getText().strip();
      boolean success = GOOD.matcher(code).matches();
      good |= success;
      bad |= !success && NUMBER.matcher(code).matches();
    } else {
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
   * The error of what is called something that no answer consists of, or null: by its code alone,
   * for an event of which nothing is known may have words, too.
   */
  public NodeError coded() {
    return failed || bad ? ErrorReader.read(json) : null;
  }

  /**
   * The error, or null if it tells of none.
   *
   * @param answer whether it is an answer, or a part of one: then it is no error for its words or
   *     codes; otherwise a code of success denies the words, and any other code is an error
   */
  public NodeError error(boolean answer) {
    boolean told = bad || (words && !good);
    return failed || (told && !answer) ? ErrorReader.read(json) : null;
  }
}
