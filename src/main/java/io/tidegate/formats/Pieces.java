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
 * index that has its id or, if it names none, its type; where there is none such, with the part of
 * that index that came last, unless that is of another type or has another id. All else is one part
 * more. Used by one thread at a time.
 */
final class Pieces {

  /** One part; {@code fragments} is null where {@code whole} is all of it. */
  private record Part(int index, Fragments fragments, JsonNode whole) {

    JsonNode json() {
      return fragments == null ? whole : fragments.object();
    }
  }

  /** By what a part of an index is known: its id or its type, and what that is. */
  private record Name(int index, String member, String value) {}

  private static final int NOWHERE = -1;
  private static final List<String> NAMES = List.of("id", "type");

  private final List<Part> parts = new ArrayList<>();

  /** The parts to which fragments came last, by their index, and by their names there. */
  private final Map<Integer, Part> byIndex = new HashMap<>();

  private final Map<Name, Part> byName = new HashMap<>();

  /**
   * Adds the fragments in {@code list}, each to another part.
   *
   * @throws IOException if one does not fit to its part
   */
  void addAll(JsonNode list) throws IOException {
    Set<Part> seen = new HashSet<>();
    for (JsonNode fragment : list) {
      JsonNode index = fragment.path("index");
      if (fragment.isObject() && index.isInt() && index.intValue() >= 0) {
        Part known = known(index.intValue(), fragment);
        Part part = known == null || seen.contains(known) ? begun(index.intValue()) : known;
        seen.add(part);
        part.fragments().addAll(fragment);
        remember(part);
      } else {
        parts.add(new Part(NOWHERE, null, fragment));
      }
    }
  }

  /**
   * The part that {@code fragment} continues, or null. Some nodes give all thoughts of one answer
   * the same index, readable and encrypted ones, and may come back to one after another.
   */
  private Part known(int index, JsonNode fragment) {
    String member = value(fragment, "id").isEmpty() ? "type" : "id";
    Part named = byName.get(new Name(index, member, value(fragment, member)));
    Part known = named == null || isAnother(named, fragment) ? byIndex.get(index) : named;
    return known == null || isAnother(known, fragment) ? null : known;
  }

  private static boolean isAnother(Part known, JsonNode fragment) {
    return NAMES.stream().anyMatch(name -> differs(known, name, fragment));
  }

  private static boolean differs(Part known, String name, JsonNode fragment) {
    String before = known.fragments().text(name);
    String now = value(fragment, name);
    return !before.isEmpty() && !now.isEmpty() && !now.equals(before);
  }

  private static String value(JsonNode fragment, String name) {
    return fragment.path(name).asText("");
  }

  private Part begun(int index) {
    Part part = new Part(index, new Fragments(), null);
    parts.add(part);
    return part;
  }

  private void remember(Part part) {
    byIndex.put(part.index(), part);
    for (String member : NAMES) {
      String value = part.fragments().text(member);
      if (!value.isEmpty()) {
        byName.put(new Name(part.index(), member, value), part);
      }
    }
  }

  boolean isEmpty() {
    return parts.isEmpty();
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
