package io.tidegate.api.tenants;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.tenants.TenantRecord;
import java.util.List;

/**
 * A tenant as administrators see it.
 *
 * @param name its name
 * @param source configuration, or api where it was made by the API
 * @param priority how urgent its calls are at most
 * @param privateOnly whether its calls go to private nodes only
 * @param description what administrators say of it
 * @param created when it was made, ISO 8601; null for one of the configuration
 * @param by who made it; null for one of the configuration
 * @param keys how many keys it has, ended ones included
 */
record TenantJson(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String priority,
    @JsonProperty(required = true) boolean privateOnly,
    @JsonProperty(required = true) String description,
    String created,
    String by,
    @JsonProperty(required = true) int keys) {

  /** All tenants. */
  record TenantListJson(
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) List<TenantJson> data) {}

  static TenantJson of(TenantRecord record, int keys) {
    return new TenantJson(
        record.tenant().id().value(),
        record.configured() ? "configuration" : "api",
        record.tenant().priority().label(),
        record.tenant().pinned(),
        record.description(),
        record.configured() ? null : record.made().at().toString(),
        record.configured() ? null : record.made().by(),
        keys);
  }
}
