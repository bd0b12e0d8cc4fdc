package io.tidegate.upstream.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Tells a member {@code error} that says something from one that some servers put into every
 * answer: null, false, 0, an empty text, list or object, or an object of nothing but such.
 */
public final class Emptiness {

  private static final Set<String> NO_ERROR =
      Set.of("", "null", "none", "nil", "undefined", "false", "0", "ok", "success", "no error");

  private Emptiness() {}

  /** Passes over the value at which {@code in} stands; whether it tells of an error. */
  public static boolean tells(JsonParser in) throws IOException {
    boolean tells = leaf(in);
    for (int depth = in.currentToken().isStructStart() ? 1 : 0; depth > 0; ) {
      JsonToken token = in.nextToken();
      if (token == null) {
        throw new IOException("the text breaks off");
      }
      depth += token.isStructStart() ? 1 : 0;
      depth -= token.isStructEnd() ? 1 : 0;
      tells |= leaf(in);
    }
    return tells;
  }

  private static boolean leaf(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_STRING -> !NO_ERROR.contains(in.getText().strip().toLowerCase(Locale.ROOT));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> !in.getText().matches("-?0+([.]0*)?|200");
      default -> false;
    };
  }
}
