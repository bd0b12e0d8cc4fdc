package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A value that fits a JSON Schema, as a model makes one that is held to it: what OpenAI's
 * structured outputs allow, and most of the rest.
 *
 * <p>Texts are that of the caller, where nothing else is asked for. {@code not}, {@code if} and
 * {@code pattern} are not looked at. Optional members are given down to a certain depth; a schema
 * that refers to itself for ever ends in null.
 */
final class SchemaInstance {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEP = 5;
  private static final int DEEPEST = 40;
  private static final int MOST_VALUES = 5_000;
  private static final int MOST_ITEMS = 1_000;

  private final SchemaParts parts;
  private final SchemaScalars scalars;
  private int values;

  private SchemaInstance(JsonNode root, String text) {
    this.parts = new SchemaParts(root);
    this.scalars = new SchemaScalars(text);
  }

  /** The value for {@code schema}, whose texts are {@code text}; the same for the same input. */
  static JsonNode of(JsonNode schema, String text) {
    return new SchemaInstance(schema, text).value(schema, 0, 0);
  }

  /** The {@code variant}-th value; those of other variants differ where they may. */
  private JsonNode value(JsonNode schema, int depth, int variant) {
    if (++values > MOST_VALUES || depth > DEEPEST) {
      return NODES.nullNode();
    }
    JsonNode whole = parts.whole(schema);
    for (String choice : List.of("anyOf", "oneOf")) {
      if (!whole.path(choice).isEmpty()) {
        JsonNode option = option(whole.path(choice), depth, variant);
        return value(parts.merged(parts.without(whole, choice), option), depth + 1, variant);
      }
    }
    if (whole.has("const")) {
      return whole.get("const");
    }
    JsonNode allowed = whole.path("enum");
    if (!allowed.isEmpty()) {
      return allowed.get(variant % allowed.size());
    }
    String type = type(whole, depth);
    return switch (type) {
      case "object" -> object(whole, depth);
      case "array" -> array(whole, depth);
      default -> scalars.value(whole, type, variant);
    };
  }

  /** The first that is more than null; deep down the first that goes no deeper. */
  private JsonNode option(JsonNode options, int depth, int variant) {
    List<JsonNode> useful =
        StreamSupport.stream(options.spliterator(), false)
            .map(parts::whole)
            .filter(option -> depth < DEEP ? !isNull(option) : !nests(option))
            .toList();
    return useful.isEmpty() ? options.get(0) : useful.get(variant % useful.size());
  }

  private static boolean isNull(JsonNode schema) {
    return schema.path("type").asText("").equals("null");
  }

  private static boolean nests(JsonNode schema) {
    String type = SchemaParts.type(schema);
    return type.equals("object") || type.equals("array") || schema.has("anyOf");
  }

  private static String type(JsonNode schema, int depth) {
    JsonNode type = schema.path("type");
    if (!type.isArray()) {
      return SchemaParts.type(schema);
    }
    String first = "null";
    for (JsonNode each : type) {
      boolean isNull = each.asText().equals("null");
      if (isNull && depth >= DEEP) {
        return "null";
      }
      first = first.equals("null") ? each.asText() : first;
    }
    return first;
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    int most = schema.path("maxProperties").asInt(Integer.MAX_VALUE);
    Set<String> owed = new HashSet<>(required);
    for (var member : schema.path("properties").properties()) {
      boolean room = depth < DEEP && object.size() + owed.size() < most;
      boolean possible = !member.getValue().isBoolean() || member.getValue().asBoolean();
      if (required.contains(member.getKey()) || (room && possible)) {
        object.set(member.getKey(), value(member.getValue(), depth + 1, 0));
        owed.remove(member.getKey());
      }
    }
    JsonNode others = schema.path("additionalProperties");
    required.stream()
        .filter(owed::contains)
        .sorted()
        .forEach(name -> object.set(name, value(others, depth + 1, 0)));
    int least = Math.min(MOST_ITEMS, schema.path("minProperties").asInt(0));
    boolean map = object.isEmpty() && depth < DEEP && most > 0 && SchemaParts.allows(others);
    for (int i = 1; object.size() < Math.max(least, map ? 1 : 0); i++) {
      object.set(i == 1 ? "answer" : "answer" + i, value(others, depth + 1, i - 1));
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    JsonNode first = schema.path("prefixItems");
    JsonNode items = schema.path("items");
    int wanted = depth < DEEP ? Math.max(1, first.size()) : 0;
    int most = schema.path("maxItems").asInt(MOST_ITEMS);
    int least = Math.min(MOST_ITEMS, schema.path("minItems").asInt(0));
    int count = Math.max(least, Math.min(wanted, most));
    for (int i = 0; i < count; i++) {
      boolean own = i < first.size();
      if (!own && !SchemaParts.allows(items)) {
        break;
      }
      array.add(value(own ? first.get(i) : items, depth + 1, i));
    }
    return array;
  }
}
