package io.tidegate.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JSON list that comes in fragments: what has an {@code index} goes on with the part of that
 * index, unless it is of another type or has another id; all else is one part more. Used by one
 * thread at a time.
 */
final class Pieces {

  /** One part; {@code fragments} is null where {@code whole} is all of it. */
  private record Part(int index, Fragments fragments, JsonNode whole) {

    JsonNode json() {
      return fragments == null ? whole : fragments.object();
    }
  }

  private static final int NOWHERE = -1;

  private final List<Part> parts = new ArrayList<>();
  private final Map<Integer, Part> byIndex = new HashMap<>();

  /**
   * Adds the fragments in {@code list}. An index that it names twice makes two parts of it.
   *
   * @throws IOException if one does not fit to its part
   */
  void addAll(JsonNode list) throws IOException {
    Set<Integer> seen = new HashSet<>();
    for (JsonNode fragment : list) {
      JsonNode index = fragment.path("index");
      if (fragment.isObject() && index.isInt() && index.intValue() >= 0) {
        boolean again = !seen.add(index.intValue());
        boolean another = again || isAnother(byIndex.get(index.intValue()), fragment);
        part(index.intValue(), another).fragments().addAll(fragment);
      } else {
        parts.add(new Part(NOWHERE, null, fragment));
      }
    }
  }

  /** Some nodes give all thoughts of one answer the same index, readable and encrypted ones. */
  private static boolean isAnother(Part known, JsonNode fragment) {
    return known != null && (differs(known, "type", fragment) || differs(known, "id", fragment));
  }

  private static boolean differs(Part known, String name, JsonNode fragment) {
    String before = known.fragments().text(name);
    String now = fragment.path(name).asText("");
    return !before.isEmpty() && !now.isEmpty() && !now.equals(before);
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  private Part part(int index, boolean another) {
    Part known = another ? null : byIndex.get(index);
    if (known != null) {
      return known;
    }
    Part part = new Part(index, new Fragments(), null);
    parts.add(part);
    byIndex.put(index, part);
    return part;
  }

  /** The list so far, in the order of indices if all parts have one, else as they came. */
  ArrayNode list() {
    if (parts.size() == parts.stream().filter(part -> part.index() != NOWHERE).count()) {
      parts.sort(Comparator.comparingInt(Part::index));
    }
    ArrayNode list = Json.array();
    parts.forEach(part -> list.add(part.json()));
    return list;
  }
}
