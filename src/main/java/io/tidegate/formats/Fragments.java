package io.tidegate.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A JSON object that comes in fragments, put together as OpenAI's SDK for Python does it.
 *
 * <p>Texts are joined, objects member by member, lists by {@link Pieces}; of all else the last
 * counts, and null never replaces anything. Used by one thread at a time.
 */
final class Fragments {

  /** Texts that come in one piece, by some nodes again with each fragment: the first counts. */
  private static final Set<String> WHOLE =
      Set.of("role", "id", "type", "format", "mime_type", "media_type");

  /** Each a {@link JsonNode}, a {@link StringBuilder}, {@link Fragments} or {@link Pieces}. */
  private final Map<String, Object> members = new LinkedHashMap<>();

  /**
   * Adds a fragment of the member {@code name}.
   *
   * @throws IOException if it does not fit to what has come before
   */
  void add(String name, JsonNode value) throws IOException {
    Object before = known(name);
    if (value.isNull()) {
      members.putIfAbsent(name, value);
    } else if (value.isTextual()) {
      text(name, before, value);
    } else if (value.isObject()) {
      nested(name, before).addAll(value);
    } else if (value.isArray()) {
      pieces(name, before).addAll(value);
    } else if (before == null || before instanceof JsonNode) {
      members.put(name, value);
    } else {
      throw unfit(name);
    }
  }

  /** Adds each member of {@code object}. */
  void addAll(JsonNode object) throws IOException {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      add(member.getKey(), member.getValue());
    }
  }

  /** The text of the member {@code name}, or empty. */
  String text(String name) {
    return members.get(name) instanceof TextNode text ? text.textValue() : "";
  }

  private void text(String name, Object before, JsonNode value) throws IOException {
    String text = value.textValue();
    if (WHOLE.contains(name)) {
      boolean named = before instanceof JsonNode known && !known.asText("").isEmpty();
      if (!named) {
        members.put(name, value);
      }
    } else if (before instanceof StringBuilder known) {
      // Names of functions come in pieces, and from some nodes whole with each fragment.
      if (!name.equals("name") || !text.contentEquals(known)) {
        known.append(text);
      }
    } else if (before == null) {
      StringBuilder grows = new StringBuilder();
      members.put(name, grows.append(text));
    } else if (!text.isEmpty()) {
      throw unfit(name);
    }
  }

  private Fragments nested(String name, Object before) throws IOException {
    if (before != null && !(before instanceof Fragments)) {
      throw unfit(name);
    }
    Fragments nested = before instanceof Fragments known ? known : new Fragments();
    members.put(name, nested);
    return nested;
  }

  private Pieces pieces(String name, Object before) throws IOException {
    if (before != null && !(before instanceof Pieces)) {
      throw unfit(name);
    }
    Pieces pieces = before instanceof Pieces known ? known : new Pieces();
    members.put(name, pieces);
    return pieces;
  }

  /** What the member {@code name} holds, or null if that is nothing yet. */
  private Object known(String name) {
    Object before = members.get(name);
    boolean nothing =
        (before instanceof JsonNode value && value.isNull())
            || (before instanceof StringBuilder text && text.isEmpty())
            || (before instanceof Fragments nested && nested.members.isEmpty())
            || (before instanceof Pieces pieces && pieces.isEmpty());
    return nothing ? null : before;
  }

  private static IOException unfit(String name) {
    return new IOException("the pieces of '" + name + "' do not fit together");
  }

  /** The object so far. */
  ObjectNode object() {
    ObjectNode object = Json.object();
    for (Map.Entry<String, Object> member : members.entrySet()) {
      object.set(member.getKey(), json(member.getValue()));
    }
    return object;
  }

  private static JsonNode json(Object value) {
    if (value instanceof StringBuilder text) {
      return TextNode.valueOf(text.toString());
    }
    if (value instanceof Fragments nested) {
      return nested.object();
    }
    return value instanceof Pieces pieces ? pieces.list() : (JsonNode) value;
  }
}
