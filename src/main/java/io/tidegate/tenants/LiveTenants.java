package io.tidegate.tenants;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.tenants.keys.KeyDigest;
import io.tidegate.tenants.keys.KeyRecord;
import io.tidegate.tenants.keys.KeyRecord.State;
import io.tidegate.tenants.keys.KeySecret;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All tenants and made keys at one moment, made ready so that nothing is made anew for a call.
 *
 * @param tenants by name, in order
 * @param keys those that were made, by their public names, in order
 * @param credentials by what is known of each secret of a key that is not revoked
 */
record LiveTenants(
    Map<String, TenantRecord> tenants,
    Map<KeyId, KeyRecord> keys,
    Map<KeyDigest, Credential> credentials) {

  /**
   * Who shows a secret.
   *
   * @param end when it ends, or null
   */
  record Credential(Caller caller, Instant end) {}

  /** Those of the configuration, and those {@code made} beside them, with {@code keys}. */
  static LiveTenants of(
      Map<String, TenantRecord> configured,
      Map<String, TenantRecord> made,
      Map<KeyId, KeyRecord> keys) {
    Map<String, TenantRecord> tenants = new TreeMap<>(made);
    tenants.putAll(configured);
    Map<KeyDigest, Credential> credentials = new HashMap<>();
    for (KeyRecord key : keys.values()) {
      TenantRecord owner = tenants.get(key.tenant().value());
      // Expiry is for whoever looks: it comes while nothing changes.
      if (owner != null && key.state(Instant.MIN) != State.REVOKED) {
        Caller caller = new Caller(limited(owner.tenant(), key), key.id(), key.scope());
        for (KeySecret secret : key.secrets()) {
          credentials.put(secret.digest(), new Credential(caller, key.end(secret)));
        }
      }
    }
    return new LiveTenants(Map.copyOf(tenants), Map.copyOf(keys), Map.copyOf(credentials));
  }

  private static Tenant limited(Tenant tenant, KeyRecord key) {
    TenantId id = tenant.id();
    return new Tenant(
        id,
        tenant.priority().atMost(key.scope().priority()),
        tenant.pinned() || key.scope().privateOnly());
  }
}
