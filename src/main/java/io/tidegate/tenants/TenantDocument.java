package io.tidegate.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.tenants.keys.KeyRecord;
import java.time.Instant;

/** The form in which tenants are kept in the registry. */
final class TenantDocument {

  private TenantDocument() {}

  /** The tenant {@code name} that {@code json} holds. */
  static TenantRecord read(String name, JsonNode json) {
    return new TenantRecord(
        new Tenant(
            new TenantId(name),
            Priority.parse(json.path("priority").asText()),
            json.path("privateOnly").asBoolean()),
        json.path("description").asText(),
        new KeyRecord.Made(Instant.parse(json.path("created").asText()), json.path("by").asText()));
  }

  /** The same as JSON, without the name. */
  static String write(TenantRecord record) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("priority", record.tenant().priority().label());
    json.put("privateOnly", record.tenant().pinned());
    json.put("description", record.description());
    json.put("created", record.made().at().toString());
    json.put("by", record.made().by());
    return json.toString();
  }
}
