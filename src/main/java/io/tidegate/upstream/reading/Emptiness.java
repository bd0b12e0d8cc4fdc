package io.tidegate.upstream.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Tells a member {@code error}, or words, that say something from those that some servers put into
 * every answer: null, false, 0, a text that is empty or of success, an empty list or object, or an
 * object of nothing but such.
 */
public final class Emptiness {

  private static final Set<String> NO_ERROR =
      Set.of("", "null", "none", "nil", "undefined", "false", "0", "ok", "success", "no error");

  /** Words are judged as they are decoded, and not where they stand. */
  private static final byte[] UNSEEN = {};

  private Emptiness() {}

  /** Passes over the value at which {@code in} stands; whether it tells of an error. */
  public static boolean tells(JsonParser in) throws IOException {
    return Members.something(in, UNSEEN, Set.of(), (at, json, labels) -> leaf(at));
  }

  /** Whether {@code value}, which is null where there is no such member, tells of an error. */
  public static boolean tells(JsonNode value) {
    if (value == null) {
      return false;
    }
    for (JsonNode part : value) {
      if (tells(part)) {
        return true;
      }
    }
    return switch (value.getNodeType()) {
      case BOOLEAN -> value.booleanValue();
      case STRING -> word(value.textValue());
      case NUMBER -> number(value.asText());
      default -> false;
    };
  }

  private static boolean leaf(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_STRING -> word(in.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in.getText());
      default -> false;
    };
  }

  private static boolean word(String text) {
    return !NO_ERROR.contains(text.strip().toLowerCase(Locale.ROOT));
  }

  private static boolean number(String text) {
    return !Members.isZero(text) && !text.equals("200");
  }
}
