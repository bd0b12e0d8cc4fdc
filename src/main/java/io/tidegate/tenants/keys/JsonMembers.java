package io.tidegate.tenants.keys;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the members of a JSON object. Each method throws a {@link FailureException} that names the
 * member and the rule.
 *
 * @param json the object
 * @param prefix what its members' names begin with in errors
 */
public record JsonMembers(JsonNode json, String prefix) {

  private static final int MOST_VALUES = 100;

  /** The members of {@code json}, of which none is to be another than {@code known}. */
  public static JsonMembers of(JsonNode json, String prefix, List<String> known) {
    JsonMembers fields = new JsonMembers(json, prefix);
    if (!json.isObject()) {
      String whole = prefix.isEmpty() ? "body" : prefix.substring(0, prefix.length() - 1);
      throw Failure.invalid(whole, "must be a JSON object").asException();
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw fields.broken(name, "is not known; known are " + String.join(", ", known));
      }
    }
    return fields;
  }

  /** Whether {@code member} is there, if only as null. */
  public boolean has(String member) {
    return json.has(member);
  }

  /** The text {@code member}, or {@code usual} if it is not there, or null. */
  public String text(String member, String usual) {
    JsonNode value = json.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return usual;
    }
    if (!value.isTextual()) {
      throw broken(member, "must be a string");
    }
    return value.asText();
  }

  /** The flag {@code member}. */
  public boolean flag(String member, boolean usual) {
    JsonNode value = json.path(member);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isBoolean()) {
      throw broken(member, "must be true or false");
    }
    return value.asBoolean();
  }

  /** The time {@code member}, or {@code usual} if it is not there; null if it is null. */
  public Instant time(String member, Instant usual) {
    if (!has(member)) {
      return usual;
    }
    String text = text(member, null);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notATime) {
      throw broken(member, "must be a time with an offset like 2027-01-01T00:00:00Z, or null");
    }
  }

  /** The duration {@code member}, 0 to {@code most}. */
  public Duration duration(String member, Duration usual, Duration most) {
    String text = text(member, null);
    try {
      Duration value = text == null ? usual : Duration.parse(text);
      if (!value.isNegative() && value.compareTo(most) <= 0) {
        return value;
      }
    } catch (DateTimeException notOne) {
      // Told below.
    }
    throw broken(member, "must be an ISO 8601 duration from PT0S to " + most + ", like PT24H");
  }

  /** The texts in {@code member}, each made a value by {@code reading}, which may refuse it. */
  public <T> List<T> list(String member, Function<String, T> reading) {
    JsonNode list = json.path(member);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || list.size() > MOST_VALUES) {
      throw broken(member, "must be a list of at most " + MOST_VALUES + " strings");
    }
    List<T> values = new ArrayList<>();
    for (JsonNode each : list) {
      values.add(read(member, each.isTextual() ? each.asText() : "", reading));
    }
    return values;
  }

  /**
   * {@code text} read by {@code reading}, whose {@link IllegalArgumentException} tells the rule.
   */
  public <T> T read(String member, String text, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException refused) {
      throw broken(member, refused.getMessage());
    }
  }

  /** One of {@code known}. */
  static Function<String, String> oneOf(List<String> known) {
    return text -> {
      if (!known.contains(text)) {
        throw new IllegalArgumentException("must be of " + String.join(", ", known));
      }
      return text;
    };
  }

  /** The exception that says that {@code member} breaks {@code rule}. */
  public FailureException broken(String member, String rule) {
    return Failure.invalid(prefix + member, rule).asException();
  }
}
