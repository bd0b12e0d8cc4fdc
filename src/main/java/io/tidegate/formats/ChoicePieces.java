package io.tidegate.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One choice of a plain answer, cut into the choices of chunks: one for each text, what was thought
 * before what is said, and one for the calls of tools.
 */
final class ChoicePieces {

  private static final String CONTENT = "content";
  private static final String CALLS = "tool_calls";
  private static final String LOGPROBS = "logprobs";
  private static final List<String> SAID = List.of(CONTENT, "refusal");
  private static final Set<String> OWN =
      Set.of("index", "message", "text", LOGPROBS, "finish_reason");

  private final JsonNode choice;
  private final int index;
  private final List<ObjectNode> pieces = new ArrayList<>();
  private final ObjectNode end;
  private boolean logged;

  /**
   * The pieces of {@code choice}.
   *
   * @param position its index if it does not tell one
   * @throws IOException if it calls tools in a form that we do not know
   */
  ChoicePieces(JsonNode choice, int position) throws IOException {
    this.choice = choice;
    this.index = choice.path("index").asInt(position);
    if (choice.get("message") instanceof ObjectNode message) {
      message(message);
      end = piece("delta", Json.object());
    } else {
      if (isText(choice.get("text"))) {
        logged(piece("text", choice.get("text")));
      }
      end = piece("text", TextNode.valueOf(""));
    }
    end();
  }

  /** All but the last one, in order. */
  List<ObjectNode> said() {
    return pieces;
  }

  /** The last one, which says why the choice ended. */
  ObjectNode last() {
    return end;
  }

  private void message(ObjectNode message) throws IOException {
    ObjectNode opening = Json.object().put("role", "assistant");
    Map<String, JsonNode> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : message.properties()) {
      boolean text = isText(member.getValue()) && !member.getKey().equals("role");
      if (text) {
        texts.put(member.getKey(), member.getValue());
      } else if (!isCalls(member.getKey(), member.getValue())) {
        opening.set(member.getKey(), member.getValue());
      }
    }
    if (texts.containsKey(CONTENT)) {
      opening.put(CONTENT, "");
    }
    pieces.add(piece("delta", opening));
    texts(texts);
    if (isCalls(CALLS, message.get(CALLS))) {
      pieces.add(piece("delta", Json.object().set(CALLS, numbered(message.get(CALLS)))));
    }
  }

  private void texts(Map<String, JsonNode> texts) {
    for (String name : SAID) {
      JsonNode text = texts.remove(name);
      if (text != null) {
        texts.put(name, text);
      }
    }
    texts.forEach(
        (name, text) -> {
          ObjectNode piece = piece("delta", Json.object().set(name, text));
          if (name.equals(CONTENT)) {
            logged(piece);
          } else {
            pieces.add(piece);
          }
        });
  }

  private void logged(ObjectNode piece) {
    logged = true;
    if (choice.has(LOGPROBS)) {
      piece.set(LOGPROBS, choice.get(LOGPROBS));
    }
    pieces.add(piece);
  }

  private void end() {
    if (!logged && choice.has(LOGPROBS)) {
      end.set(LOGPROBS, choice.get(LOGPROBS));
    }
    for (Map.Entry<String, JsonNode> member : choice.properties()) {
      if (!OWN.contains(member.getKey())) {
        end.set(member.getKey(), member.getValue());
      }
    }
    end.set("finish_reason", choice.get("finish_reason"));
  }

  private ObjectNode piece(String name, JsonNode value) {
    ObjectNode piece = Json.object().put("index", index);
    piece.set(name, value);
    return piece.putNull("finish_reason");
  }

  private static ArrayNode numbered(JsonNode calls) throws IOException {
    ArrayNode numbered = Json.array();
    for (JsonNode call : calls) {
      if (!(call instanceof ObjectNode object)) {
        throw new IOException("a call of a tool is not an object");
      }
      ObjectNode copy = object.deepCopy();
      numbered.add(copy.put("index", numbered.size()));
    }
    return numbered;
  }

  private static boolean isCalls(String name, JsonNode value) {
    return name.equals(CALLS) && value instanceof ArrayNode calls && !calls.isEmpty();
  }

  private static boolean isText(JsonNode value) {
    return value != null && value.isTextual() && !value.textValue().isEmpty();
  }
}
