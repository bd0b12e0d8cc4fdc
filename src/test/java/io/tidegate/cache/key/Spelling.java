package io.tidegate.cache.key;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Writes JSON, each time in another of the ways in which the same can be written. */
final class Spelling {

  private static final String SHORT_ESCAPES = "\"\\/\b\f\n\r\t";
  private static final String SHORT_LETTERS = "\"\\/bfnrt";

  private final Random random;

  Spelling(Random random) {
    this.random = random;
  }

  String of(JsonNode value) {
    if (value.isObject()) {
      return inBraces(members(value));
    }
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(each -> elements.add(of(each)));
      return list(elements);
    }
    if (value.isTextual()) {
      return text(value.textValue());
    }
    return value.isNumber() ? number(value.decimalValue()) : value.toString();
  }

  /** An object of {@code members} in some order. */
  String object(List<String> members) {
    List<String> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, random);
    return inBraces(shuffled);
  }

  /** A member whose value is a list of objects, each with its members in some order. */
  String turns(String name, JsonNode list) {
    List<String> turns = new ArrayList<>();
    list.forEach(each -> turns.add(object(members(each))));
    return member(name, list(turns));
  }

  String member(String name, JsonNode value) {
    return member(name, of(value));
  }

  private String member(String name, String written) {
    return space() + text(name) + space() + ":" + space() + written + space();
  }

  private List<String> members(JsonNode object) {
    List<String> members = new ArrayList<>();
    object.properties().forEach(each -> members.add(member(each.getKey(), each.getValue())));
    return members;
  }

  private String inBraces(List<String> members) {
    return "{" + (members.isEmpty() ? space() : String.join(",", members)) + "}";
  }

  private String list(List<String> elements) {
    String all = elements.stream().map(each -> space() + each + space()).collect(joining(","));
    return "[" + (elements.isEmpty() ? space() : all) + "]";
  }

  private String text(String text) {
    int odds = random.nextInt(4);
    return text.codePoints()
        .mapToObj(Character::toString)
        .map(next -> character(next, random.nextInt(4) < odds))
        .collect(joining("", "\"", "\""));
  }

  /** One character, of two chars if it is beyond the first 65536; a lone half must be escaped. */
  private String character(String character, boolean escape) {
    char c = character.charAt(0);
    int known = SHORT_ESCAPES.indexOf(c);
    if (known >= 0 && random.nextBoolean()) {
      return "\\" + SHORT_LETTERS.charAt(known);
    }
    boolean half = character.length() == 1 && Character.isSurrogate(c);
    if (escape || half || c < ' ' || c == '"' || c == '\\') {
      String form = random.nextBoolean() ? "\\u%04x" : "\\u%04X";
      return character.chars().mapToObj(form::formatted).collect(joining());
    }
    return character;
  }

  private String number(BigDecimal value) {
    String sign = value.signum() == 0 && random.nextBoolean() ? "-" : "";
    int move = random.nextInt(7) - 3;
    return sign
        + switch (random.nextInt(4)) {
          case 0 -> value.toPlainString();
          case 1 -> point(value) + "e0";
          case 2 -> value.scaleByPowerOfTen(move).toPlainString() + exponent(-move);
          default -> point(value);
        };
  }

  private String point(BigDecimal value) {
    String plain = value.toPlainString();
    return plain + (plain.contains(".") ? "" : ".") + "0".repeat(1 + random.nextInt(3));
  }

  private String exponent(int power) {
    String sign = power >= 0 && random.nextBoolean() ? "+" : "";
    return (random.nextBoolean() ? "e" : "E") + (power < 0 ? "-0" : sign) + Math.abs(power);
  }

  private String space() {
    return " \n\t\r ".substring(0, random.nextInt(3) == 0 ? random.nextInt(6) : 0);
  }
}
