package io.tidegate.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A JSON object that comes in fragments.
 *
 * <p>Texts are joined, of all else the last counts; null never replaces anything. Used by one
 * thread at a time.
 */
final class Fragments {

  /** Texts that come in one piece, by some nodes again with each fragment: the first counts. */
  private static final Set<String> WHOLE = Set.of("role", "id", "type", "name");

  /** Objects that come in fragments themselves: what is called, with its arguments. */
  private static final Set<String> NESTED = Set.of("function", "custom", "function_call");

  /** Each a {@link JsonNode}, a {@link StringBuilder} or {@link Fragments}. */
  private final Map<String, Object> members = new LinkedHashMap<>();

  /** Adds a fragment of the member {@code name}. */
  void add(String name, JsonNode value) {
    if (value.isTextual()) {
      text(name, value);
    } else if (value.isObject() && NESTED.contains(name)) {
      nested(name).addAll(value);
    } else {
      replace(name, value);
    }
  }

  /** Sets the member {@code name}, unless {@code value} is null and there is one. */
  void replace(String name, JsonNode value) {
    if (value.isNull()) {
      members.putIfAbsent(name, value);
    } else {
      members.put(name, value);
    }
  }

  private void addAll(JsonNode object) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      add(member.getKey(), member.getValue());
    }
  }

  private void text(String name, JsonNode value) {
    Object before = members.get(name);
    if (!WHOLE.contains(name)) {
      StringBuilder text =
          before instanceof StringBuilder known
              ? known
              : new StringBuilder(value.textValue().length());
      members.put(name, text.append(value.textValue()));
    } else if (!(before instanceof JsonNode known) || known.asText("").isEmpty()) {
      members.put(name, value);
    }
  }

  private Fragments nested(String name) {
    Object before = members.get(name);
    Fragments nested = before instanceof Fragments known ? known : new Fragments();
    members.put(name, nested);
    return nested;
  }

  /** The object so far. */
  ObjectNode object() {
    ObjectNode object = Json.object();
    for (Map.Entry<String, Object> member : members.entrySet()) {
      if (member.getValue() instanceof StringBuilder text) {
        object.put(member.getKey(), text.toString());
      } else if (member.getValue() instanceof Fragments nested) {
        object.set(member.getKey(), nested.object());
      } else if (member.getValue() instanceof JsonNode value) {
        object.set(member.getKey(), value);
      }
    }
    return object;
  }
}
