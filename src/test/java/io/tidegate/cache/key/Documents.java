package io.tidegate.cache.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** JSON at random, from few names and values, so that two are now and then nearly or all equal. */
final class Documents {

  static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  /** Among them what looks like the tags and lengths of the canonical form. */
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "b",
          "aa",
          "1",
          "\"",
          "\"\u0000\u0000\u0000\u0001a",
          "{}",
          "n",
          "#1;",
          "\u00e9",
          "\u6df1\u5ea6",
          "\ud83c\udf0a",
          "\ud83c",
          "\udf0a",
          "?",
          "a/\\\n\u0001",
          "stream",
          "model",
          "x".repeat(700));

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "10",
          "100",
          "0.1",
          "-0.1",
          "0.7",
          "1.5",
          "15",
          "1e2",
          "1e-2",
          "1234567890",
          "123456789012345678901234567890",
          "1e40",
          "-1e-40",
          "0.30000000000000004");

  private final Random random;

  Documents(Random random) {
    this.random = random;
  }

  ObjectNode object(int depth) {
    ObjectNode object = MAKE.objectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.set(text(), value(depth - 1));
    }
    return object;
  }

  JsonNode value(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0 -> MAKE.nullNode();
      case 1 -> MAKE.booleanNode(random.nextBoolean());
      case 2 -> MAKE.numberNode(new BigDecimal(NUMBERS.get(random.nextInt(NUMBERS.size()))));
      case 3 -> MAKE.textNode(text());
      case 4, 5 -> object(depth);
      default -> array(depth);
    };
  }

  private ArrayNode array(int depth) {
    ArrayNode array = MAKE.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(value(depth - 1));
    }
    return array;
  }

  String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  /** {@code value} with one thing in it replaced, added, taken away or moved; perhaps by itself. */
  JsonNode changed(JsonNode value) {
    if (value.isEmpty() || random.nextInt(4) == 0) {
      return value(2);
    }
    if (value.isArray()) {
      return changedArray(value.deepCopy());
    }
    ObjectNode object = value.deepCopy();
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.get(random.nextInt(names.size()));
    JsonNode member = object.get(name);
    switch (random.nextInt(4)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(text(), MAKE.nullNode());
      case 2 -> {
        object.remove(name);
        object.set(text(), member);
      }
      default -> object.set(name, changed(member));
    }
    return object;
  }

  private ArrayNode changedArray(ArrayNode array) {
    int at = random.nextInt(array.size());
    switch (random.nextInt(4)) {
      case 0 -> array.remove(at);
      case 1 -> array.insert(at, value(1));
      case 2 -> array.add(array.remove(at));
      default -> array.set(at, changed(array.get(at)));
    }
    return array;
  }

  /** What {@code value} means: the same in order, and numbers that are equal when they are one. */
  static Object meaning(JsonNode value) {
    if (value.isObject()) {
      List<Object> members = new ArrayList<>();
      value
          .properties()
          .forEach(each -> members.add(Map.entry(each.getKey(), meaning(each.getValue()))));
      return Map.of("members", members);
    }
    if (value.isArray()) {
      List<Object> elements = new ArrayList<>();
      value.forEach(each -> elements.add(meaning(each)));
      return elements;
    }
    return value.isNumber() ? value.decimalValue().stripTrailingZeros() : value;
  }
}
