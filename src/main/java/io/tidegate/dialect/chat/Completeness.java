package io.tidegate.dialect.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.upstream.reading.Emptiness;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Tells the answers that are whole and good, which alone may be given again. */
final class Completeness {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> REASONS = Set.of("stop", "tool_calls");
  private static final List<String> SAID =
      List.of("content", "refusal", "tool_calls", "function_call");

  private Completeness() {}

  /** Whether each choice of {@code plain} says something and stopped by itself. */
  static boolean ofChoices(ObjectNode plain) {
    JsonNode choices = plain.path("choices");
    if (Emptiness.tells(plain.get("error")) || !choices.isArray() || choices.isEmpty()) {
      return false;
    }
    for (JsonNode choice : choices) {
      String reason = choice.path("finish_reason").textValue();
      if (reason == null || !REASONS.contains(reason) || !says(choice)) {
        return false;
      }
    }
    return true;
  }

  /**
   * An empty text is a known fault of models that write JSON, and thoughts alone are no answer: the
   * next one may be good.
   */
  private static boolean says(JsonNode choice) {
    JsonNode message = choice.path("message");
    return filled(choice.path("text"))
        || SAID.stream().anyMatch(name -> filled(message.path(name)));
  }

  private static boolean filled(JsonNode value) {
    return value.isTextual() ? !value.textValue().isEmpty() : !value.isEmpty();
  }

  /**
   * Whether {@code body} holds at least one embedding and no nulls in any. There may be millions of
   * numbers: none is kept.
   */
  static boolean ofEmbeddings(byte[] body) throws IOException {
    try (JsonParser in = JSON.createParser(body)) {
      boolean good = in.nextToken() == JsonToken.START_OBJECT;
      boolean some = false;
      while (good && in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        if (name.equals("data")) {
          some = items(in);
          good = some;
        } else if (name.equals("error")) {
          good = !Emptiness.tells(in);
        } else {
          in.skipChildren();
        }
      }
      return good && some && in.nextToken() == null;
    }
  }

  private static boolean items(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY || in.nextToken() == JsonToken.END_ARRAY) {
      return false;
    }
    do {
      if (in.currentToken() != JsonToken.START_OBJECT || !item(in)) {
        return false;
      }
    } while (in.nextToken() != JsonToken.END_ARRAY);
    return true;
  }

  private static boolean item(JsonParser in) throws IOException {
    boolean embedded = false;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      boolean embedding = in.currentName().equals("embedding");
      in.nextToken();
      if (embedding && !vector(in)) {
        return false;
      }
      embedded |= embedding;
      in.skipChildren();
    }
    return embedded;
  }

  /** In base64 or as numbers. */
  private static boolean vector(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getTextLength() > 0;
    }
    boolean some = false;
    if (in.currentToken() == JsonToken.START_ARRAY) {
      while (in.nextToken() != JsonToken.END_ARRAY) {
        some = in.currentToken().isNumeric();
        if (!some) {
          return false;
        }
      }
    }
    return some;
  }
}
