package io.tidegate.simulator;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Puts a schema together from what it refers to and combines. */
final class SchemaParts {

  private static final int MOST_HOPS = 40;

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("properties", "object"),
          Map.entry("required", "object"),
          Map.entry("additionalProperties", "object"),
          Map.entry("items", "array"),
          Map.entry("prefixItems", "array"),
          Map.entry("minItems", "array"),
          Map.entry("minLength", "string"),
          Map.entry("maxLength", "string"),
          Map.entry("format", "string"),
          Map.entry("minimum", "number"),
          Map.entry("maximum", "number"),
          Map.entry("multipleOf", "number"));

  private final JsonNode root;

  SchemaParts(JsonNode root) {
    this.root = root;
  }

  /** The type that {@code schema} names or hints at; {@code any} if it does neither. */
  static String type(JsonNode schema) {
    if (schema.path("type").isTextual()) {
      return schema.path("type").textValue();
    }
    for (var member : schema.properties()) {
      if (TYPES.containsKey(member.getKey())) {
        return TYPES.get(member.getKey());
      }
    }
    return "any";
  }

  /** Whether {@code schema}, which may be missing, allows any value. */
  static boolean allows(JsonNode schema) {
    return !schema.isBoolean() || schema.asBoolean();
  }

  /** {@code schema} with what it refers to and all of {@code allOf} in it. */
  JsonNode whole(JsonNode schema) {
    return whole(schema, 0);
  }

  private JsonNode whole(JsonNode schema, int hops) {
    JsonNode whole = schema;
    int hop = hops;
    while (whole.path("$ref").isTextual() && hop++ < MOST_HOPS) {
      JsonNode target = target(whole.path("$ref").textValue());
      whole = merged(target, without(whole, "$ref"));
    }
    if (hop < MOST_HOPS && !whole.path("allOf").isEmpty()) {
      JsonNode all = without(whole, "allOf");
      for (JsonNode part : whole.path("allOf")) {
        all = merged(all, whole(part, hop + 1));
      }
      return all;
    }
    return whole;
  }

  private JsonNode target(String reference) {
    int hash = reference.indexOf('#');
    try {
      String path = URLDecoder.decode(reference.substring(hash + 1), StandardCharsets.UTF_8);
      return path.isEmpty() ? root : root.at(JsonPointer.compile(path));
    } catch (IllegalArgumentException nowhere) {
      return MissingNode.getInstance();
    }
  }

  /** {@code schema} without the member {@code name}. */
  JsonNode without(JsonNode schema, String name) {
    return schema instanceof ObjectNode object ? object.deepCopy().without(name) : schema;
  }

  /** What both ask for; where they say the same of one thing, {@code more} is heard. */
  JsonNode merged(JsonNode schema, JsonNode more) {
    if (!(schema instanceof ObjectNode one) || !(more instanceof ObjectNode other)) {
      return more.isEmpty() ? schema : more;
    }
    ObjectNode both = one.deepCopy();
    for (var member : other.properties()) {
      String name = member.getKey();
      JsonNode here = both.path(name);
      JsonNode there = member.getValue();
      if (name.equals("properties") && here instanceof ObjectNode known) {
        there.properties().forEach(each -> add(known, each.getKey(), each.getValue()));
      } else if (name.equals("required") && here instanceof ArrayNode known) {
        there.forEach(known::add);
      } else if (here.isNumber() && there.isNumber()) {
        boolean least = name.startsWith("min") || name.equals("exclusiveMinimum");
        boolean keeps = least == here.doubleValue() > there.doubleValue();
        both.set(name, keeps ? here : there);
      } else {
        both.set(name, there);
      }
    }
    return both;
  }

  private void add(ObjectNode properties, String name, JsonNode schema) {
    JsonNode known = properties.path(name);
    properties.set(name, known.isMissingNode() ? schema : merged(whole(known), whole(schema)));
  }
}
