package io.tidegate.tenants;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;

/**
 * One who may ask, and on what terms.
 *
 * @param id the name
 * @param priority how urgent its calls are at most
 * @param pinned whether its calls may go to private nodes only
 */
public record Tenant(TenantId id, Priority priority, boolean pinned) {

  public Tenant {
    requireNonNull(id, "id");
    requireNonNull(priority, "priority");
  }
}
