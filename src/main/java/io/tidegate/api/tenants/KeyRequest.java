package io.tidegate.api.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.exchange.Failure;
import io.tidegate.tenants.KeyAdministration.NewKey;
import io.tidegate.tenants.keys.JsonMembers;
import io.tidegate.tenants.keys.KeyRecord;
import io.tidegate.tenants.keys.ScopeJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reads what an administrator wants of a key; each method throws with the member and the rule. */
final class KeyRequest {

  private static final List<String> NEW = List.of("tenant", "label", "expires", "scope");
  private static final List<String> CHANGE = List.of("label", "expires", "scope");
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);

  private KeyRequest() {}

  /** The key that {@code json} describes, asked for at {@code now}. */
  static NewKey read(JsonNode json, Instant now) {
    JsonMembers fields = JsonMembers.of(json, "", NEW);
    String tenant = fields.text("tenant", null);
    if (tenant == null) {
      throw Failure.missing("tenant").asException();
    }
    return new NewKey(
        tenant,
        TenantRequest.line(fields, "label", ""),
        later(fields, fields.time("expires", null), now),
        ScopeJson.read(json.path("scope")));
  }

  /** What {@code json} makes of {@code key}; a scope that is there replaces the whole one. */
  static KeyRecord change(KeyRecord key, JsonNode json, Instant now) {
    JsonMembers fields = JsonMembers.of(json, "", CHANGE);
    Instant end =
        fields.has("expires") ? later(fields, fields.time("expires", null), now) : key.expires();
    return key.changed(
        TenantRequest.line(fields, "label", key.label()),
        end,
        fields.has("scope") ? ScopeJson.read(json.path("scope")) : key.scope());
  }

  /** For how long the secrets before a rotation go on, by {@code json}. */
  static Duration overlap(JsonNode json) {
    JsonMembers fields = JsonMembers.of(json, "", List.of("overlap"));
    if (!fields.has("overlap")) {
      // Neither is a good guess: some rotate since a key leaked, and some since a year is over.
      throw Failure.missing("overlap").asException();
    }
    return fields.duration("overlap", Duration.ZERO, LONGEST_OVERLAP);
  }

  private static Instant later(JsonMembers fields, Instant end, Instant now) {
    if (end != null && !end.isAfter(now)) {
      throw fields.broken("expires", "must be in the future");
    }
    return end;
  }
}
