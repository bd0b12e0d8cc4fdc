package io.tidegate.tenants;

import io.tidegate.exchange.TenantId;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The API keys, as hashes.
 *
 * @param tenantsByHash tenant by the lower-case hexadecimal SHA-256 of one of its keys
 */
public record TenantsConfig(Map<String, TenantId> tenantsByHash) {

  private static final String PREFIX = "tidegate.tenants";
  private static final String LEAF = "key-sha256";

  public TenantsConfig {
    tenantsByHash = Map.copyOf(tenantsByHash);
  }

  /** The configuration that {@code settings} give. */
  public static TenantsConfig from(Settings settings) {
    Map<String, TenantId> tenants = new HashMap<>();
    for (String name : settings.names(PREFIX, List.of(LEAF))) {
      String key = PREFIX + "." + name + "." + LEAF;
      for (String hash : settings.list(key)) {
        if (!hash.matches("[0-9a-fA-F]{64}")) {
          throw new SettingException(key, "must hold SHA-256 hashes of 64 hexadecimal digits");
        }
        if (tenants.put(hash.toLowerCase(Locale.ROOT), tenant(key, name)) != null) {
          throw new SettingException(key, "repeats a hash");
        }
      }
    }
    return new TenantsConfig(tenants);
  }

  private static TenantId tenant(String key, String name) {
    try {
      return new TenantId(name);
    } catch (IllegalArgumentException broken) {
      throw new SettingException(key, "is no good: " + broken.getMessage());
    }
  }
}
