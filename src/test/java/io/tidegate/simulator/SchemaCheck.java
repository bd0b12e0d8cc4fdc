package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a value fits a JSON Schema: a small validator, written apart from what it checks. */
final class SchemaCheck {

  private static final Pattern DATE_TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern EMAIL = Pattern.compile("[^@ ]+@[^@ ]+");

  private final JsonNode root;

  private SchemaCheck(JsonNode root) {
    this.root = root;
  }

  /** What of {@code value} does not fit {@code schema}; empty when all does. */
  static List<String> problems(JsonNode schema, JsonNode value) {
    return new SchemaCheck(schema).problems(schema, value, "$");
  }

  private List<String> problems(JsonNode schema, JsonNode value, String where) {
    List<String> found = new ArrayList<>();
    if (schema.isBoolean() && !schema.asBoolean()) {
      found.add(where + " is not allowed");
    }
    if (schema.has("$ref")) {
      String pointer = schema.get("$ref").asText().substring(1);
      found.addAll(problems(pointer.isEmpty() ? root : root.at(pointer), value, where));
    }
    combinations(schema, value, where, found);
    if (schema.has("const") && !schema.get("const").equals(value)) {
      found.add(where + " is not the constant");
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      found.add(where + " is not in the enum");
    }
    if (schema.has("type") && !isOfType(schema.get("type"), value)) {
      found.add(where + " is not " + schema.get("type") + " but " + value);
    }
    if (value.isObject()) {
      object(schema, value, where, found);
    } else if (value.isArray()) {
      array(schema, value, where, found);
    } else if (value.isTextual()) {
      text(schema, value.textValue(), where, found);
    } else if (value.isNumber()) {
      number(schema, value.decimalValue(), where, found);
    }
    return found;
  }

  private void combinations(JsonNode schema, JsonNode value, String where, List<String> found) {
    schema.path("allOf").forEach(part -> found.addAll(problems(part, value, where)));
    for (String choice : List.of("anyOf", "oneOf")) {
      boolean fits = !schema.has(choice);
      for (JsonNode option : schema.path(choice)) {
        fits |= problems(option, value, where).isEmpty();
      }
      if (!fits) {
        found.add(where + " fits nothing of " + choice + ": " + value);
      }
    }
  }

  private void object(JsonNode schema, JsonNode value, String where, List<String> found) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        found.add(where + " lacks " + name);
      }
    }
    for (var member : value.properties()) {
      JsonNode known = schema.path("properties").path(member.getKey());
      JsonNode rule = known.isMissingNode() ? schema.path("additionalProperties") : known;
      found.addAll(problems(rule, member.getValue(), where + "." + member.getKey()));
    }
    limits(schema, "Properties", value.size(), where, found);
  }

  private void array(JsonNode schema, JsonNode value, String where, List<String> found) {
    Set<JsonNode> different = new HashSet<>();
    for (int i = 0; i < value.size(); i++) {
      JsonNode own = schema.path("prefixItems").path(i);
      JsonNode rule = own.isMissingNode() ? schema.path("items") : own;
      found.addAll(problems(rule, value.get(i), where + "[" + i + "]"));
      different.add(value.get(i));
    }
    if (schema.path("uniqueItems").asBoolean(false) && different.size() < value.size()) {
      found.add(where + " has equal items: " + value);
    }
    limits(schema, "Items", value.size(), where, found);
  }

  private static void text(JsonNode schema, String text, String where, List<String> found) {
    limits(schema, "Length", text.codePointCount(0, text.length()), where, found);
    Pattern format =
        switch (schema.path("format").asText("")) {
          case "date-time" -> DATE_TIME;
          case "date" -> DATE;
          case "uuid" -> UUID;
          case "email" -> EMAIL;
          default -> null;
        };
    if (format != null && !format.matcher(text).matches()) {
      found.add(where + " is no " + schema.get("format") + ": " + text);
    }
  }

  private static void number(JsonNode schema, BigDecimal n, String where, List<String> found) {
    boolean fits =
        bound(schema.path("minimum"), n, 0, 1)
            && bound(schema.path("exclusiveMinimum"), n, 1)
            && bound(schema.path("maximum"), n, -1, 0)
            && bound(schema.path("exclusiveMaximum"), n, -1);
    if (!fits) {
      found.add(where + " is out of bounds: " + n);
    }
    if (schema.has("multipleOf")
        && n.remainder(schema.get("multipleOf").decimalValue()).signum() != 0) {
      found.add(where + " is no multiple: " + n);
    }
  }

  private static boolean bound(JsonNode bound, BigDecimal number, Integer... allowed) {
    return !bound.isNumber() || List.of(allowed).contains(number.compareTo(bound.decimalValue()));
  }

  private static void limits(
      JsonNode schema, String what, int size, String where, List<String> found) {
    if (size < schema.path("min" + what).asInt(0)
        || size > schema.path("max" + what).asInt(Integer.MAX_VALUE)) {
      found.add(where + " is against min or max" + what + ": " + size);
    }
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    boolean found = false;
    for (JsonNode each : values) {
      found |= each.equals(value);
    }
    return found;
  }

  private static boolean isOfType(JsonNode type, JsonNode value) {
    boolean found = false;
    for (JsonNode each : type.isArray() ? type : List.of(type)) {
      found |=
          switch (each.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" ->
                value.isNumber() && value.decimalValue().remainder(BigDecimal.ONE).signum() == 0;
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
          };
    }
    return found;
  }
}
