package io.tidegate.tenants;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidegate.exchange.KeyId;
import io.tidegate.logging.LogText;
import io.tidegate.registry.Kinds;
import io.tidegate.registry.Registry;
import io.tidegate.registry.RegistryEntry;
import io.tidegate.tenants.keys.KeyDigest;
import io.tidegate.tenants.keys.KeyDocument;
import io.tidegate.tenants.keys.KeyRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The tenants there are now: those of the configuration, and those that were made while servers
 * ran, with the keys that were. Where both name one, the configuration says what it may.
 *
 * <p>Thread-safe; nothing here waits or locks.
 */
public final class TenantDirectory {

  /** The kinds of the registry's entries. */
  static final String TENANTS = Kinds.TENANT;

  static final String KEYS = Kinds.KEY;

  private static final Logger LOG = System.getLogger(TenantDirectory.class.getName());
  private static final JsonMapper JSON = new JsonMapper();

  private final boolean keysConfigured;
  private final Map<String, TenantRecord> configured;
  private final BooleanSupplier loaded;
  private Map<String, TenantRecord> made = Map.of();
  private Map<KeyId, KeyRecord> keys = Map.of();
  private volatile LiveTenants live;

  private TenantDirectory(TenantsConfig config, BooleanSupplier loaded) {
    this.loaded = loaded;
    this.keysConfigured = !config.tenantsByHash().isEmpty();
    this.configured = new TreeMap<>();
    for (Tenant tenant : requireNonNull(config, "config").tenantsByHash().values()) {
      configured.put(tenant.id().value(), new TenantRecord(tenant, "", null));
    }
    this.live = LiveTenants.of(configured, made, keys);
  }

  /** Those of {@code config} alone. */
  public static TenantDirectory of(TenantsConfig config) {
    return new TenantDirectory(config, () -> true);
  }

  /** Those of {@code config}, and those that {@code registry} holds now and later. */
  public static TenantDirectory of(TenantsConfig config, Registry registry) {
    TenantDirectory directory = new TenantDirectory(config, registry::isLoaded);
    // One that another server makes while the tenant is deleted here must not outlive it.
    registry.follow(KEYS, Set.of(TENANTS), TenantDirectory::isOf);
    registry.onChange(TENANTS, directory::renewTenants);
    registry.onChange(KEYS, directory::renewKeys);
    return directory;
  }

  /** Whether those that were made are known; if not, the database has been away since the start. */
  public boolean isLoaded() {
    return loaded.getAsBoolean();
  }

  /** Whether no key is configured and none was made, so that only local callers are served. */
  public boolean localOnly() {
    return !keysConfigured && live.keys().isEmpty();
  }

  /** The tenant called {@code name}. */
  public Optional<TenantRecord> find(String name) {
    return Optional.ofNullable(live.tenants().get(name));
  }

  /** All tenants, by name. */
  public Collection<TenantRecord> all() {
    return new TreeMap<>(live.tenants()).values();
  }

  /** The names of all tenants; while only local callers are served, theirs among them. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(live.tenants().keySet());
    if (localOnly()) {
      names.add(Tenants.LOCAL_NAME);
    }
    return names;
  }

  /** The made key called {@code id}. */
  public Optional<KeyRecord> key(KeyId id) {
    return Optional.ofNullable(live.keys().get(id));
  }

  /** The keys that were made, the oldest first. */
  public Collection<KeyRecord> keys() {
    return live.keys().values().stream()
        .sorted(
            Comparator.comparing((KeyRecord key) -> key.made().at())
                .thenComparing(key -> key.id().value()))
        .toList();
  }

  /** Who shows the secret of {@code digest}, whether or not it has ended; null for nobody. */
  LiveTenants.Credential credential(KeyDigest digest) {
    return live.credentials().get(digest);
  }

  /** The tenant that {@code entry} says; nothing if it cannot be read. */
  static Optional<TenantRecord> tenant(RegistryEntry entry) {
    return one(entry, TenantDocument::read, name -> name);
  }

  private static boolean isOf(RegistryEntry tenant, RegistryEntry key) {
    return key(key).filter(one -> one.tenant().value().equals(tenant.name())).isPresent();
  }

  /** The key that {@code entry} says; nothing if it cannot be read. */
  static Optional<KeyRecord> key(RegistryEntry entry) {
    return one(entry, KeyDocument::read, KeyId::new);
  }

  private static <K, T> Optional<T> one(
      RegistryEntry entry, BiFunction<String, JsonNode, T> reading, Function<String, K> naming) {
    return read(Map.of(entry.name(), entry), reading, naming).values().stream().findFirst();
  }

  private synchronized void renewTenants(Map<String, RegistryEntry> entries) {
    made = read(entries, TenantDocument::read, name -> name);
    live = LiveTenants.of(configured, made, keys);
  }

  private synchronized void renewKeys(Map<String, RegistryEntry> entries) {
    keys = read(entries, KeyDocument::read, KeyId::new);
    live = LiveTenants.of(configured, made, keys);
  }

  /** One that cannot be read, as of a newer version, takes no other with it. */
  private static <K, T> Map<K, T> read(
      Map<String, RegistryEntry> entries,
      BiFunction<String, JsonNode, T> reading,
      Function<String, K> naming) {
    Map<K, T> all = new LinkedHashMap<>();
    entries.forEach(
        (name, entry) -> {
          try {
            all.put(naming.apply(name), reading.apply(name, JSON.readTree(entry.content())));
          } catch (JsonProcessingException | RuntimeException unreadable) {
            LOG.log(
                Level.ERROR,
                "the {0} {1} in the registry cannot be read: {2}",
                entry.kind(),
                LogText.of(name),
                unreadable.getClass().getName());
          }
        });
    return all;
  }
}
