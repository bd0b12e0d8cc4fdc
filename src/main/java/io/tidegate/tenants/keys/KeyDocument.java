package io.tidegate.tenants.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The form in which keys are kept in the registry. */
public final class KeyDocument {

  private KeyDocument() {}

  /** The key {@code name} that {@code json} holds. */
  public static KeyRecord read(String name, JsonNode json) {
    List<KeySecret> secrets = new ArrayList<>();
    for (JsonNode each : json.path("secrets")) {
      secrets.add(
          new KeySecret(
              KeyDigest.parse(each.path("digest").asText()),
              time(each, "created"),
              time(each, "until")));
    }
    return new KeyRecord(
        new KeyId(name),
        new TenantId(json.path("tenant").asText()),
        json.path("label").asText(),
        secrets,
        new KeyRecord.Made(time(json, "created"), json.path("by").asText()),
        time(json, "expires"),
        time(json, "revoked"),
        ScopeJson.read(json.path("scope")));
  }

  /** The same as JSON, without the name. */
  public static String write(KeyRecord key) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("tenant", key.tenant().value());
    json.put("label", key.label());
    json.put("created", key.made().at().toString());
    json.put("by", key.made().by());
    put(json, "expires", key.expires());
    put(json, "revoked", key.revoked());
    json.set("scope", ScopeJson.write(key.scope()));
    ArrayNode secrets = json.putArray("secrets");
    for (KeySecret secret : key.secrets()) {
      ObjectNode one = secrets.addObject();
      one.put("digest", secret.digest().hex());
      one.put("created", secret.created().toString());
      put(one, "until", secret.until());
    }
    return json.toString();
  }

  private static void put(ObjectNode json, String member, Instant time) {
    if (time != null) {
      json.put(member, time.toString());
    }
  }

  private static Instant time(JsonNode json, String member) {
    JsonNode time = json.path(member);
    return time.isTextual() ? Instant.parse(time.asText()) : null;
  }
}
