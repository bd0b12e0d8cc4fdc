package io.tidegate.quotas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.TenantId;
import io.tidegate.quotas.Subject.Scope;
import java.util.Locale;

/** Limits as the text that is kept of them. */
final class QuotaText {

  private static final ObjectMapper JSON = new ObjectMapper();

  private QuotaText() {}

  /** What a text says. */
  record Parsed(Subject subject, Limits limits) {}

  static String of(Subject subject, Limits limits) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("tenant", subject.tenant().value())
            .put("scope", subject.scope().label())
            .put("name", subject.name());
    return json.put("requests", limits.requests())
        .put("tokens", limits.tokens())
        .put("concurrent", limits.concurrent())
        .put("day", limits.perDay())
        .put("month", limits.perMonth())
        .toString();
  }

  static Parsed parse(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      Subject subject =
          new Subject(
              new TenantId(json.path("tenant").asText()),
              Scope.valueOf(json.path("scope").asText().toUpperCase(Locale.ROOT)),
              json.path("name").asText());
      return new Parsed(
          subject,
          new Limits(
              limit(json, "requests"),
              limit(json, "tokens"),
              limit(json, "concurrent"),
              limit(json, "day"),
              limit(json, "month")));
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException("no limits: " + text, broken);
    }
  }

  private static long limit(JsonNode json, String member) {
    return json.path(member).asLong(Limits.NONE);
  }
}
