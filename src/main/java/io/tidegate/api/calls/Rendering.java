package io.tidegate.api.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.upstream.reading.AnswerJson;
import io.tidegate.upstream.reading.Members;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How a plain answer is shown to its client. */
enum Rendering {
  /** As the node sent it. */
  AS_IS(AnswerHead.JSON) {
    @Override
    byte[] render(byte[] answer) {
      return answer;
    }
  },
  /** The words of the model and nothing else. */
  TEXT("text/plain; charset=utf-8") {
    @Override
    byte[] render(byte[] answer) throws IOException {
      // Not as a tree, which takes many times the memory of what a node may send.
      try (JsonParser in = AnswerJson.parser(answer)) {
        return content(in).getBytes(UTF_8);
      } catch (JsonProcessingException gateLetsOnlyJsonThrough) {
        throw new IllegalStateException(gateLetsOnlyJsonThrough);
      }
    }
  };

  /** Where the words are; of an array the first element counts. */
  private static final List<String> WAY = List.of("choices", "message", "content");

  private final String contentType;

  Rendering(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  abstract byte[] render(byte[] answer) throws IOException;

  private static String content(JsonParser in) throws IOException {
    in.nextToken();
    for (String member : WAY) {
      if (!into(member, in)) {
        return "";
      }
    }
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getText();
    }
    StringBuilder words = new StringBuilder();
    Members.each(in, part -> words.append(text(part)));
    return words.toString();
  }

  /** The text of a part of the content; empty for what is no text, as thoughts are. */
  private static String text(JsonParser in) throws IOException {
    Map<String, String> part = new HashMap<>();
    Members.of(
        in,
        (name, value) -> {
          if (name.equals("type") || name.equals("text")) {
            part.put(name, Objects.requireNonNullElse(Members.text(value), ""));
          } else {
            value.skipChildren();
          }
        });
    return "text".equals(part.get("type")) ? part.getOrDefault("text", "") : "";
  }

  /** Goes on to the member {@code name} of the object that {@code in} is at; false without one. */
  private static boolean into(String name, JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.START_ARRAY) {
      in.nextToken();
    }
    if (in.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = in.currentName().equals(name);
      in.nextToken();
      if (wanted) {
        return true;
      }
      in.skipChildren();
    }
    return false;
  }
}
