package io.tidegate.tenants;

import static java.util.Objects.requireNonNull;

import io.tidegate.tenants.keys.KeyRecord;

/**
 * A tenant as administrators see it.
 *
 * @param tenant who it is, and on what terms it asks
 * @param description what administrators say of it; may be empty
 * @param made when it was made, and by whom; null for one of the configuration
 */
public record TenantRecord(Tenant tenant, String description, KeyRecord.Made made) {

  public TenantRecord {
    requireNonNull(tenant, "tenant");
    requireNonNull(description, "description");
  }

  /** Whether the configuration names it, so that only the configuration changes it. */
  public boolean configured() {
    return made == null;
  }
}
