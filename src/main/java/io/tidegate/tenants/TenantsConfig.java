package io.tidegate.tenants;

import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.settings.EditDistance;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The API keys, as hashes, and whom they belong to.
 *
 * @param tenantsByHash tenant by the lower-case hexadecimal SHA-256 of one of its keys
 */
public record TenantsConfig(Map<String, Tenant> tenantsByHash) {

  private static final String PREFIX = "tidegate.tenants";
  private static final String WEBHOOKS = "tidegate.webhooks.tenants";
  private static final String KEYS = "key-sha256";
  private static final String PRIORITY = "priority";
  private static final String PRIVATE_ONLY = "private-only";

  public TenantsConfig {
    tenantsByHash = Map.copyOf(tenantsByHash);
  }

  /** The configuration that {@code settings} give. */
  public static TenantsConfig from(Settings settings) {
    Map<String, Tenant> tenants = new HashMap<>();
    Set<String> names = settings.names(PREFIX, List.of(KEYS, PRIORITY, PRIVATE_ONLY));
    for (String name : names) {
      String below = PREFIX + "." + name + ".";
      String key = below + KEYS;
      Tenant tenant =
          new Tenant(
              id(key, name),
              priority(settings, below + PRIORITY),
              settings.at(below + PRIVATE_ONLY).flag(false));
      for (String hash : settings.required(key, prefixed(PREFIX, names, name))) {
        if (!hash.matches("[0-9a-fA-F]{64}")) {
          throw new SettingException(key, "must hold SHA-256 hashes of 64 hexadecimal digits");
        }
        if (tenants.put(hash.toLowerCase(Locale.ROOT), tenant) != null) {
          throw new SettingException(key, "repeats a hash");
        }
      }
    }
    return new TenantsConfig(tenants);
  }

  /**
   * Those of {@code settings} who are to be told of their jobs and are not among {@code known}: who
   * was misspelt is told nothing. Each with the name that was perhaps meant.
   */
  public static List<String> unknownReceivers(Settings settings, Set<String> known) {
    return settings.names(WEBHOOKS, List.of("url", "secret")).stream()
        .filter(name -> !known.contains(name))
        .map(
            name ->
                name
                    + EditDistance.nearest(name, known)
                        .map(meant -> " (did you mean " + meant + "?)")
                        .orElse(""))
        .toList();
  }

  private static Set<String> prefixed(String prefix, Set<String> names, String without) {
    return names.stream()
        .filter(name -> !name.equals(without))
        .map(name -> prefix + "." + name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Priority priority(Settings settings, String key) {
    try {
      return settings.text(key).map(Priority::parse).orElse(Priority.NORMAL);
    } catch (IllegalArgumentException unknown) {
      throw new SettingException(key, unknown.getMessage());
    }
  }

  private static TenantId id(String key, String name) {
    try {
      TenantId id = new TenantId(name);
      if (!id.equals(TenantId.GATEWAY)) {
        return id;
      }
      throw new SettingException(key, "is no good: that is what the gateway calls itself");
    } catch (IllegalArgumentException broken) {
      throw new SettingException(key, "is no good: " + broken.getMessage());
    }
  }
}
