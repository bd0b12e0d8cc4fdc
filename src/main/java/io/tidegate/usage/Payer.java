package io.tidegate.usage;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import io.tidegate.store.StorableText;

/**
 * Whose spending is asked for.
 *
 * @param tenant the tenant
 * @param scope which of its bills
 * @param name the key's public name or the model's name, as bills have it; empty for all bills
 */
public record Payer(TenantId tenant, Scope scope, String name) {

  /** Which bills of a tenant. */
  public enum Scope {
    /** All. */
    TENANT,
    /** Those by one of its keys. */
    KEY,
    /** Those for one model. */
    MODEL
  }

  public Payer {
    requireNonNull(tenant, "tenant");
    requireNonNull(scope, "scope");
    name = StorableText.of(requireNonNull(name, "name"), Bill.LONGEST_MODEL);
  }
}
