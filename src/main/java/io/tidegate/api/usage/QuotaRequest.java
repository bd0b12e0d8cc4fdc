package io.tidegate.api.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.quotas.Limits;
import io.tidegate.usage.Money;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** Limits as administrators send them. */
final class QuotaRequest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BYTES = 4096;
  private static final long MOST = 1_000_000_000;
  private static final List<String> MEMBERS =
      List.of(
          "requestsPerMinute", "tokensPerMinute", "concurrent", "budgetPerDay", "budgetPerMonth");

  private QuotaRequest() {}

  static Limits read(InputStream body) {
    JsonNode json = parse(body);
    if (!json.isObject()) {
      throw Failure.invalid("body", "must be an object").asException();
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!MEMBERS.contains(name)) {
        throw Failure.invalid(name, "must be one of " + String.join(", ", MEMBERS)).asException();
      }
    }
    Limits limits =
        new Limits(
            number(json, MEMBERS.get(0)),
            number(json, MEMBERS.get(1)),
            number(json, MEMBERS.get(2)),
            money(json, MEMBERS.get(3)),
            money(json, MEMBERS.get(4)));
    if (limits.isUnlimited()) {
      throw Failure.invalid("body", "must have one of " + String.join(", ", MEMBERS)).asException();
    }
    return limits;
  }

  private static JsonNode parse(InputStream body) {
    try {
      byte[] read = body.readNBytes(MOST_BYTES + 1);
      if (read.length > MOST_BYTES) {
        throw Failure.of(
                ErrorCode.REQUEST_TOO_LARGE, "The body is longer than " + MOST_BYTES + " bytes.")
            .asException();
      }
      return JSON.readTree(read);
    } catch (IOException notJson) {
      throw Failure.of(ErrorCode.INVALID_JSON, "The body is not valid JSON.").asException();
    }
  }

  private static long number(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return Limits.NONE;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < 0
        || value.asLong() > MOST) {
      throw Failure.invalid(member, "must be a whole number from 0 to " + MOST).asException();
    }
    return value.asLong();
  }

  private static long money(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return Limits.NONE;
    }
    if (!value.isTextual() && !value.isNumber()) {
      throw Failure.invalid(member, "must be an amount like \"12.50\"").asException();
    }
    try {
      return Money.budget(value.asText());
    } catch (IllegalArgumentException broken) {
      throw Failure.invalid(member, broken.getMessage()).asException();
    }
  }
}
