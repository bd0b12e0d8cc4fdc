package io.tidegate.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of a JSON object, read by name; what breaks a rule is refused with the way to it.
 *
 * <p>All methods throw {@link FailureException} that names the field and the rule.
 */
final class JsonFields {

  private final JsonNode object;
  private final String path;

  private JsonFields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** The members of {@code object}, which is at {@code path}, empty for the body itself. */
  static JsonFields of(JsonNode object, String path) {
    if (object == null || !object.isObject()) {
      throw Failure.invalid(path.isEmpty() ? "body" : path, "must be a JSON object").asException();
    }
    return new JsonFields(object, path);
  }

  /** Refuses members that are not {@code known}. */
  JsonFields only(Set<String> known) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!known.contains(member.getKey())) {
        String names = String.join(", ", known.stream().sorted().toList());
        throw wrong(member.getKey(), "is not known here; known are " + names);
      }
    }
    return this;
  }

  /** Whether there is a member called {@code name} that is not null. */
  boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** A text, or {@code fallback}. */
  String text(String name, String fallback) {
    if (!has(name)) {
      return fallback;
    }
    JsonNode value = object.get(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(name, "must be a text that is not blank");
    }
    return value.textValue();
  }

  /** A text that must be there. */
  String text(String name) {
    String text = text(name, null);
    if (text == null) {
      throw wrong(name, "must be given");
    }
    return text;
  }

  /** A number from {@code least} to {@code most}, or {@code fallback}. */
  double number(String name, double fallback, double least, double most) {
    if (!has(name)) {
      return fallback;
    }
    JsonNode value = object.get(name);
    if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw wrong(name, "must be a number from " + shown(least) + " to " + shown(most));
    }
    return value.doubleValue();
  }

  /** A number that must be there. */
  double number(String name, double least, double most) {
    if (!has(name)) {
      throw wrong(name, "must be given");
    }
    return number(name, least, least, most);
  }

  /** A whole number from {@code least} to {@code most}, or {@code fallback}. */
  int integer(String name, int fallback, int least, int most) {
    if (has(name) && !object.get(name).isIntegralNumber()) {
      throw wrong(name, "must be a whole number from " + least + " to " + most);
    }
    return (int) number(name, fallback, least, most);
  }

  /** An ISO 8601 duration up to {@code most}, or {@code fallback}. */
  Duration duration(String name, Duration fallback, Duration most) {
    if (!has(name)) {
      return fallback;
    }
    String rule = "must be an ISO 8601 duration from PT0S to " + most + ", such as PT2S";
    try {
      Duration given = Duration.parse(object.get(name).asText());
      if (!given.isNegative() && given.compareTo(most) <= 0) {
        return given;
      }
    } catch (DateTimeException malformed) {
      throw Failure.invalid(at(name), rule).asException();
    }
    throw wrong(name, rule);
  }

  /** The object called {@code name}. */
  JsonFields object(String name) {
    return of(object.get(name), at(name));
  }

  /** Whatever is called {@code name}, or null. */
  JsonNode any(String name) {
    return object.get(name);
  }

  /** The items of the list called {@code name}, at most {@code most}; none if it is not there. */
  List<JsonNode> items(String name, int most) {
    if (!has(name)) {
      return List.of();
    }
    JsonNode list = object.get(name);
    if (!list.isArray() || list.size() > most) {
      throw wrong(name, "must be a list of at most " + most);
    }
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    return items;
  }

  /** The objects in the list called {@code name}. */
  List<JsonFields> objects(String name, int most) {
    List<JsonNode> items = items(name, most);
    List<JsonFields> objects = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      objects.add(of(items.get(i), at(name) + "[" + i + "]"));
    }
    return objects;
  }

  /** The way to the member called {@code name}. */
  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** What is thrown if the member called {@code name} breaks {@code rule}. */
  FailureException wrong(String name, String rule) {
    return Failure.invalid(at(name), rule).asException();
  }

  private static String shown(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
