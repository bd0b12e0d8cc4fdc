package io.tidegate.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells the tenant behind an API key.
 *
 * <p>Keys are known by their SHA-256 only. Without any key the gateway serves its own machine and
 * nobody else. Thread-safe.
 */
public final class Tenants {

  /** What callers of this machine are called while no key is configured. */
  static final String LOCAL_NAME = "local";

  private static final Tenant LOCAL = new Tenant(new TenantId(LOCAL_NAME), Priority.NORMAL, false);

  private static final Tenant GATEWAY = new Tenant(TenantId.GATEWAY, Priority.NORMAL, false);

  private final Map<String, Tenant> byHash;
  private final Function<TenantId, Failure> refusals;
  private volatile String ownHash = "";

  /** Tenants as configured, of whom none is refused. */
  public Tenants(TenantsConfig config) {
    this(config, tenant -> null);
  }

  /**
   * Tenants as configured.
   *
   * @param refusals why a tenant is refused at the moment, or null; it never waits
   */
  public Tenants(TenantsConfig config, Function<TenantId, Failure> refusals) {
    this.byHash = requireNonNull(config, "config").tenantsByHash();
    this.refusals = requireNonNull(refusals, "refusals");
  }

  /** Why all requests of {@code tenant} are refused at the moment; null if they are not. */
  public Failure refusal(TenantId tenant) {
    return refusals.apply(tenant);
  }

  /** Whether no key is configured, so that only local callers are served. */
  public boolean localOnly() {
    return byHash.isEmpty();
  }

  /**
   * The tenant who calls, or nothing when the caller may not ask.
   *
   * @param apiKey the bearer token, or null
   * @param local whether the call certainly comes from this machine
   */
  public Optional<Tenant> authenticate(String apiKey, boolean local) {
    if (apiKey != null && !ownHash.isEmpty() && ownHash.equals(hash(apiKey))) {
      return Optional.of(GATEWAY);
    }
    if (localOnly()) {
      return local ? Optional.of(LOCAL) : Optional.empty();
    }
    return apiKey == null ? Optional.empty() : Optional.ofNullable(byHash.get(hash(apiKey)));
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
    Stream<Tenant> all = localOnly() ? Stream.of(LOCAL) : byHash.values().stream();
    return all.filter(tenant -> tenant.id().value().equals(name)).findFirst();
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
