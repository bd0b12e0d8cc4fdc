package io.tidegate.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Lays what one chunk says of an answer as a whole over what earlier ones said: members of objects
 * one by one, of lists what is not there yet, since many nodes repeat them; of all else the last
 * that is not null counts.
 */
final class Overlay {

  private Overlay() {}

  /** Lays {@code value} over the member {@code name} of {@code object}. */
  static void put(ObjectNode object, String name, JsonNode value) {
    JsonNode before = object.get(name);
    if (before instanceof ObjectNode known && value.isObject()) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        put(known, member.getKey(), member.getValue());
      }
    } else if (before instanceof ArrayNode known && value.isArray()) {
      addTo(known, value);
    } else if (before == null || !nothing(value)) {
      object.set(name, value.deepCopy());
    }
  }

  /** Whether {@code value} is null or empty. */
  static boolean nothing(JsonNode value) {
    return value.isNull()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.textValue().isEmpty());
  }

  private static void addTo(ArrayNode list, JsonNode more) {
    if (list.equals(more)) {
      return;
    }
    Set<JsonNode> known = new HashSet<>();
    list.forEach(known::add);
    for (JsonNode value : more) {
      if (!known.contains(value)) {
        list.add(value);
      }
    }
  }
}
