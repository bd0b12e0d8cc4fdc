package io.tidegate.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.tenants.keys.ApiKey;
import io.tidegate.tenants.keys.KeyHasher;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells the tenant behind an API key.
 *
 * <p>Keys of the configuration are known by their SHA-256, those that were made by a keyed hash.
 * Without any key the gateway serves its own machine and nobody else. Thread-safe.
 */
public final class Tenants {

  /** What callers of this machine are called while no key is configured. */
  static final String LOCAL_NAME = "local";

  private static final int ID_DIGITS = 12;

  private static final Tenant LOCAL = new Tenant(new TenantId(LOCAL_NAME), Priority.NORMAL, false);

  private static final Tenant GATEWAY = new Tenant(TenantId.GATEWAY, Priority.NORMAL, false);

  private final Map<String, Tenant> byHash;
  private final TenantDirectory directory;
  private final Parts parts;
  private volatile String ownHash = "";

  /**
   * What else is asked.
   *
   * @param hasher what hashes the keys that were made; nothing where there is no secret
   * @param time the wall clock, for what expires
   * @param refusals why a tenant is refused at the moment, or null; it never waits
   */
  public record Parts(
      Optional<KeyHasher> hasher, InstantSource time, Function<TenantId, Failure> refusals) {}

  /** Tenants as configured, of whom none is refused. */
  public Tenants(TenantsConfig config) {
    this(config, tenant -> null);
  }

  /** Tenants as configured, who are refused for what {@code refusals} say. */
  public Tenants(TenantsConfig config, Function<TenantId, Failure> refusals) {
    this(
        config,
        TenantDirectory.of(config),
        new Parts(Optional.empty(), InstantSource.fixed(Instant.EPOCH), refusals));
  }

  /** The tenants of {@code directory}, some of whose keys {@code config} names. */
  public Tenants(TenantsConfig config, TenantDirectory directory, Parts parts) {
    this.byHash = requireNonNull(config, "config").tenantsByHash();
    this.directory = requireNonNull(directory, "directory");
    this.parts = requireNonNull(parts, "parts");
  }

  /** Why all requests of {@code tenant} are refused at the moment; null if they are not. */
  public Failure refusal(TenantId tenant) {
    return parts.refusals().apply(tenant);
  }

  /** Whether no key is configured and none was made, so that only local callers are served. */
  public boolean localOnly() {
    return directory.localOnly();
  }

  /**
   * Whether nobody can say who shows {@code apiKey}, or null: what was made while servers ran could
   * not be read yet.
   */
  public boolean unsure(String apiKey) {
    return !directory.isLoaded() && (ApiKey.isOne(apiKey) || byHash.isEmpty());
  }

  /**
   * Who calls, or nothing when the caller may not ask.
   *
   * @param apiKey the bearer token, or null
   * @param local whether the call certainly comes from this machine
   */
  public Optional<Caller> authenticate(String apiKey, boolean local) {
    if (ApiKey.isOne(apiKey)) {
      return made(apiKey);
    }
    String hash = apiKey == null ? "" : hash(apiKey);
    if (!hash.isEmpty() && ownHash.equals(hash)) {
      return Optional.of(new Caller(GATEWAY, KeyId.NONE));
    }
    if (localOnly()) {
      return local && directory.isLoaded()
          ? Optional.of(new Caller(LOCAL, KeyId.NONE))
          : Optional.empty();
    }
    return Optional.ofNullable(byHash.get(hash)).map(tenant -> new Caller(tenant, keyId(hash)));
  }

  /** One hash and one look-up; a mistyped key does not come so far. */
  private Optional<Caller> made(String apiKey) {
    if (parts.hasher().isEmpty()) {
      return Optional.empty();
    }
    LiveTenants.Credential found = directory.credential(parts.hasher().get().digest(apiKey));
    boolean good =
        found != null && (found.end() == null || parts.time().instant().isBefore(found.end()));
    return good ? Optional.of(found.caller()) : Optional.empty();
  }

  /** The public names of the keys in the configuration of {@code tenant}. */
  public List<KeyId> configuredKeys(TenantId tenant) {
    return byHash.entrySet().stream()
        .filter(entry -> entry.getValue().id().equals(tenant))
        .map(entry -> keyId(entry.getKey()))
        .sorted(Comparator.comparing(KeyId::value))
        .toList();
  }

  /** What a configured key is called: the first digits of its hash, which tell nothing of it. */
  private static KeyId keyId(String hash) {
    return new KeyId("file-" + hash.substring(0, ID_DIGITS));
  }

  /** Lets the gateway itself in by {@code key}, a secret of this process. */
  public void lend(String key) {
    ownHash = hash(key);
  }

  /** Lets the gateway itself in no more. */
  public void revoke() {
    ownHash = "";
  }

  /** The tenant called {@code name}, if there is one. */
  public Optional<Tenant> find(String name) {
    Optional<Tenant> known = directory.find(name).map(TenantRecord::tenant);
    boolean local = name.equals(LOCAL_NAME) && localOnly();
    return known.isEmpty() && local ? Optional.of(LOCAL) : known;
  }

  private static String hash(String apiKey) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(apiKey.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
