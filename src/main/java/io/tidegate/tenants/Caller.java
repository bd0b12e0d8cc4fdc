package io.tidegate.tenants;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.KeyId;
import io.tidegate.tenants.keys.KeyScope;

/**
 * Who asks: a tenant, and the key that was shown.
 *
 * @param tenant whom the key belongs to, with no more than the key may have
 * @param key the key's public name; {@link KeyId#NONE} where none is needed
 * @param scope what the key is good for
 */
public record Caller(Tenant tenant, KeyId key, KeyScope scope) {

  public Caller {
    requireNonNull(tenant, "tenant");
    requireNonNull(key, "key");
    requireNonNull(scope, "scope");
  }

  /** One whose key is good for all that its tenant may do. */
  public Caller(Tenant tenant, KeyId key) {
    this(tenant, key, KeyScope.ALL);
  }
}
