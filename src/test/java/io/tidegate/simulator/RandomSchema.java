package io.tidegate.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Schemas that something fits, made at random. */
final class RandomSchema {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> FORMATS =
      List.of("date-time", "date", "email", "uuid", "uri", "made-up");
  private static final int DEEPEST = 5;

  private final Random random;
  private int definitions;

  RandomSchema(long seed) {
    this.random = new Random(seed);
  }

  /** One whose definitions refer to themselves and to each other. */
  ObjectNode make() {
    int count = random.nextInt(4);
    definitions = count;
    ObjectNode schema = object(0);
    ObjectNode defs = schema.putObject("$defs");
    // What a definition must have may not need another one, or nothing would fit.
    definitions = 0;
    for (int i = 0; i < count; i++) {
      ObjectNode linked = object(2);
      linked.remove("maxProperties");
      ObjectNode next = linked.withObject("/properties").putObject("next");
      ArrayNode options = next.putArray(random.nextBoolean() ? "anyOf" : "oneOf");
      options.addObject().put("$ref", "#/$defs/d" + random.nextInt(count));
      options.addObject().put("type", "null");
      linked.withArray("/required").add("next");
      defs.set("d" + i, linked);
    }
    return schema;
  }

  private ObjectNode any(int depth) {
    if (definitions > 0 && random.nextInt(8) == 0) {
      return node().put("$ref", "#/$defs/d" + random.nextInt(definitions));
    }
    return switch (random.nextInt(depth < DEEPEST ? 10 : 6)) {
      case 0 -> text();
      case 1 -> number("integer");
      case 2 -> number("number");
      case 3 -> node().put("type", random.nextBoolean() ? "boolean" : "null");
      case 4 -> fixed();
      case 5 -> nullable();
      case 6 -> object(depth + 1);
      case 7 -> array(depth + 1);
      case 8 -> choice(depth + 1);
      default -> both(depth + 1);
    };
  }

  private ObjectNode text() {
    ObjectNode schema = node().put("type", "string");
    int least = random.nextInt(30);
    switch (random.nextInt(4)) {
      case 0 -> schema.put("format", FORMATS.get(random.nextInt(FORMATS.size())));
      case 1 -> schema.put("minLength", least).put("maxLength", least + random.nextInt(5));
      case 2 -> schema.put("maxLength", random.nextInt(5));
      default -> {}
    }
    return schema;
  }

  private ObjectNode number(String type) {
    ObjectNode schema = node().put("type", type);
    int low = random.nextInt(200) - 100;
    if (random.nextBoolean()) {
      schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", low);
    }
    if (random.nextBoolean()) {
      schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum", low + 30);
    }
    if (random.nextInt(3) == 0) {
      schema.put("multipleOf", random.nextBoolean() ? 1 + random.nextInt(9) : 0.5);
    }
    return schema;
  }

  private ObjectNode fixed() {
    ObjectNode schema = node();
    if (random.nextBoolean()) {
      return schema.put("const", "exactly");
    }
    schema.putArray("enum").add("red").add(7).addNull().add(true);
    return schema;
  }

  private ObjectNode nullable() {
    ObjectNode schema = text();
    schema.putArray("type").add("null").add("string");
    return schema;
  }

  private ObjectNode object(int depth) {
    ObjectNode schema = node().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      properties.set("p" + i, any(depth + 1));
      if (random.nextBoolean()) {
        required.add("p" + i);
      }
    }
    switch (random.nextInt(5)) {
      case 0 -> schema.put("additionalProperties", false);
      case 1 -> {
        schema.set("additionalProperties", any(depth + 2));
        schema.put("minProperties", count + random.nextInt(3));
      }
      case 2 -> required.add("unknown");
      case 3 -> schema.put("maxProperties", Math.max(required.size(), 1));
      default -> {}
    }
    return schema;
  }

  private ObjectNode array(int depth) {
    ObjectNode schema = node().put("type", "array");
    int least = random.nextInt(4);
    switch (random.nextInt(4)) {
      case 0 -> {
        schema.set("items", number("integer").put("maximum", 1_000).put("minimum", -1_000));
        schema.put("uniqueItems", true).put("minItems", least);
      }
      case 1 -> {
        schema.putArray("prefixItems").add(any(depth + 1)).add(any(depth + 1));
        schema.put("items", false).put("minItems", 2);
      }
      case 2 -> schema.put("maxItems", least).set("items", any(depth + 1));
      default -> schema.put("minItems", least).set("items", any(depth + 1));
    }
    return schema;
  }

  private ObjectNode choice(int depth) {
    ObjectNode schema = node();
    ArrayNode options = schema.putArray(random.nextBoolean() ? "anyOf" : "oneOf");
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      options.add(any(depth + 1));
    }
    return schema;
  }

  /** Two that ask for different things. */
  private ObjectNode both(int depth) {
    ObjectNode schema = node();
    ArrayNode all = schema.putArray("allOf");
    ObjectNode one = all.addObject();
    one.putObject("properties").set("one", any(depth + 1));
    one.putArray("required").add("one");
    ObjectNode other = all.addObject().put("type", "object");
    other.putObject("properties").set("two", any(depth + 1));
    other.putArray("required").add("two");
    return schema;
  }

  private static ObjectNode node() {
    return MAPPER.createObjectNode();
  }
}
