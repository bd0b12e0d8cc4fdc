package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;

/** Texts, numbers and truth values that fit a schema. */
final class SchemaScalars {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST_CHARACTERS = 1_000;
  private static final int MOST_STEPS = 10_000;
  private static final BigDecimal USUAL = BigDecimal.valueOf(7);

  /** For each format a text; {@code %s} is a digit that tells variants apart. */
  private static final Map<String, String> FORMATS =
      Map.ofEntries(
          Map.entry("date-time", "2026-01-0%sT12:00:00Z"),
          Map.entry("date", "2026-01-0%s"),
          Map.entry("time", "12:00:0%sZ"),
          Map.entry("duration", "PT%sS"),
          Map.entry("email", "someone%s@example.com"),
          Map.entry("hostname", "host%s.example.com"),
          Map.entry("ipv4", "192.0.2.%s"),
          Map.entry("ipv6", "2001:db8::%s"),
          Map.entry("uri", "https://example.com/%s"),
          Map.entry("url", "https://example.com/%s"),
          Map.entry("uuid", "00000000-0000-4000-8000-00000000000%s"));

  private final String text;

  SchemaScalars(String text) {
    this.text = text;
  }

  /** The {@code variant}-th value of {@code type} for {@code schema}. */
  JsonNode value(JsonNode schema, String type, int variant) {
    return switch (type) {
      case "boolean" -> NODES.booleanNode(variant % 2 == 0);
      case "integer" -> NODES.numberNode(number(schema, true, variant).toBigInteger());
      case "number" -> NODES.numberNode(number(schema, false, variant));
      case "null" -> NODES.nullNode();
      default -> NODES.textNode(text(schema, variant));
    };
  }

  private String text(JsonNode schema, int variant) {
    String format = FORMATS.get(schema.path("format").asText(""));
    if (format != null) {
      return String.format(format, 1 + variant % 9);
    }
    String suffix = variant == 0 ? "" : " " + variant;
    int least = Math.min(MOST_CHARACTERS, schema.path("minLength").asInt(0));
    int most = schema.path("maxLength").asInt(MOST_CHARACTERS);
    String body = first(text, Math.max(0, most - suffix.length()));
    String whole = first(body + suffix, most);
    int missing = least - whole.codePointCount(0, whole.length());
    return missing > 0 ? ".".repeat(missing) + whole : whole;
  }

  private static String first(String text, int characters) {
    boolean fits = text.codePointCount(0, text.length()) <= characters;
    return fits ? text : text.substring(0, text.offsetByCodePoints(0, characters));
  }

  /** What numbers may be; {@code step} is null where any number between the bounds will do. */
  private record Range(Bound low, Bound high, BigDecimal step, boolean whole) {

    static Range of(JsonNode schema, boolean whole) {
      BigDecimal multiple = decimal(schema, "multipleOf");
      boolean any = multiple == null || multiple.signum() <= 0;
      BigDecimal unit = whole ? BigDecimal.ONE : null;
      return new Range(
          Bound.of(schema, "minimum", "exclusiveMinimum", 1),
          Bound.of(schema, "maximum", "exclusiveMaximum", -1),
          any ? unit : multiple,
          whole);
    }

    boolean holds(BigDecimal number) {
      boolean right = !whole || number.remainder(BigDecimal.ONE).signum() == 0;
      return right && (low == null || low.allows(number)) && (high == null || high.allows(number));
    }

    /** The {@code variant}-th that fits, from the low bound upwards, or from the high one down. */
    BigDecimal step(int variant) {
      boolean up = low != null || high == null;
      BigDecimal start = low != null ? low.value() : up ? USUAL : high.value().min(USUAL);
      RoundingMode rounding = up ? RoundingMode.CEILING : RoundingMode.FLOOR;
      BigDecimal next = start.divide(step, 0, rounding).multiply(step);
      BigDecimal found = next;
      int wanted = variant;
      for (int i = 0; i < MOST_STEPS && wanted >= 0; i++) {
        if (holds(next)) {
          found = next;
          wanted--;
        }
        next = up ? next.add(step) : next.subtract(step);
      }
      return found;
    }

    /** Between the bounds; half of the way for the first variant. */
    BigDecimal between(int variant) {
      BigDecimal nearer = BigDecimal.valueOf(variant + 2L);
      if (low == null) {
        BigDecimal top = high == null ? USUAL : high.value();
        return top.subtract(nearer.divide(BigDecimal.valueOf(2)));
      }
      if (high == null) {
        return low.value().add(nearer.divide(BigDecimal.valueOf(2)));
      }
      BigDecimal width = high.value().subtract(low.value());
      return low.value().add(width.divide(nearer, MathContext.DECIMAL64));
    }
  }

  /** A bound on one side: {@code side} is 1 for a low one and -1 for a high one. */
  private record Bound(BigDecimal value, boolean open, int side) {

    /** The narrower of both; in older drafts the exclusive one is a truth value. */
    static Bound of(JsonNode schema, String name, String exclusive, int side) {
      BigDecimal closed = decimal(schema, name);
      BigDecimal open = decimal(schema, exclusive);
      if (open != null && (closed == null || open.compareTo(closed) * side >= 0)) {
        return new Bound(open, true, side);
      }
      return closed == null
          ? null
          : new Bound(closed, schema.path(exclusive).asBoolean(false), side);
    }

    boolean allows(BigDecimal number) {
      int beyond = number.compareTo(value) * side;
      return beyond > 0 || (beyond == 0 && !open);
    }
  }

  private static BigDecimal decimal(JsonNode schema, String name) {
    JsonNode number = schema.path(name);
    boolean finite = number.isNumber() && Double.isFinite(number.doubleValue());
    return finite ? number.decimalValue() : null;
  }

  private static BigDecimal number(JsonNode schema, boolean whole, int variant) {
    Range range = Range.of(schema, whole);
    return range.step() == null ? range.between(variant) : range.step(variant);
  }
}
