package io.tidegate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What the rules of bodies have in common, in DeepSeek's words. */
final class BodyRules {
  private static final int MOST_TOKENS = 393_216;
  private static final String USER_ID = "^[a-zA-Z0-9_-]+$";

  private final ObjectNode body;

  BodyRules(ObjectNode body) {
    this.body = body;
  }

  /** The first complaint of {@code complaints} that is one. */
  static String first(Stream<String> complaints) {
    return complaints.filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** What its parser says of a body that it cannot read. */
  String unreadable(String why) {
    return "Failed to deserialize the JSON body into the target type: %s at line 1 column %d"
        .formatted(why, body.toString().length());
  }

  String missing(String field) {
    return body.hasNonNull(field) ? null : unreadable("missing field `" + field + "`");
  }

  String model() {
    return body.path("model").isTextual() || !body.hasNonNull("model")
        ? missing("model")
        : unreadable("model: invalid type, expected a string");
  }

  /** Whether the number of tokens in {@code field} is one, if there is any. */
  String limit(String field) {
    JsonNode limit = body.path(field);
    if (limit.isMissingNode() || limit.isNull()) {
      return null;
    }
    if (!limit.isIntegralNumber()) {
      return unreadable(field + ": invalid type, expected u32");
    }
    boolean fits = limit.canConvertToInt() && limit.intValue() >= 1;
    return fits && limit.intValue() <= MOST_TOKENS
        ? null
        : "Invalid %s value, the valid range of %s is [1, %d]".formatted(field, field, MOST_TOKENS);
  }

  /** Whether the number in {@code field} is within 0 and {@code most}, if there is any. */
  String range(String field, int most) {
    JsonNode number = body.path(field);
    boolean fits =
        !number.isNumber() || (number.doubleValue() >= 0 && number.doubleValue() <= most);
    return fits
        ? null
        : "Invalid %s value, the valid range of %s is [0, %d]".formatted(field, field, most);
  }

  /** Whether {@code id}, of the caller's user, is made of the letters that DeepSeek takes. */
  static String user(JsonNode id) {
    boolean fits = !id.isTextual() || id.textValue().matches(USER_ID);
    return fits
        ? null
        : "Invalid 'user_id': string does not match pattern. Expected a string that matches the"
            + " pattern '"
            + USER_ID
            + "'.";
  }

  /** Whether {@code type}, found at {@code where}, is one of {@code known}. */
  String variant(String where, String type, Set<String> known) {
    return known.contains(type)
        ? null
        : unreadable(
            "%s: unknown variant `%s`, expected one of %s"
                .formatted(
                    where,
                    type,
                    String.join(
                        ", ", known.stream().map(each -> '`' + each + '`').sorted().toList())));
  }
}
