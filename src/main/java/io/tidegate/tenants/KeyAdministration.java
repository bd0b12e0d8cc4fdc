package io.tidegate.tenants;

import static io.tidegate.exchange.ErrorCode.CONFLICT;
import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.registry.Registry;
import io.tidegate.registry.RegistryEntry;
import io.tidegate.tenants.keys.ApiKey;
import io.tidegate.tenants.keys.KeyDocument;
import io.tidegate.tenants.keys.KeyHasher;
import io.tidegate.tenants.keys.KeyRecord;
import io.tidegate.tenants.keys.KeyRecord.State;
import io.tidegate.tenants.keys.KeyScope;
import io.tidegate.tenants.keys.KeySecret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Makes, rotates, changes and revokes API keys, of which the secret is told once and never kept.
 *
 * <p>Thread-safe. All that changes something waits for the database; it throws {@link
 * FailureException} for what is refused, and {@link io.tidegate.store.StoreException} if the
 * database fails, and then nothing was done.
 */
public final class KeyAdministration {

  /** What keys are hashed for; other hashes by the same secret are others. */
  public static final String PURPOSE = "api keys";

  /** How many keys a tenant may have, ended ones included. */
  static final int MOST = 200;

  private static final Failure NO_SECRET =
      Failure.of(
          CONFLICT,
          "This server has no secret to hash keys with: set tidegate.keys.secret, on all servers"
              + " the same, and start it again.");

  private final TenantDirectory directory;
  private final Registry registry;
  private final Optional<KeyHasher> hasher;
  private final RandomGenerator random;
  private final InstantSource time;

  /**
   * Makes keys.
   *
   * @param hasher what they are hashed with; without one none can be made
   * @param random a secure one
   */
  public KeyAdministration(
      TenantDirectory directory,
      Registry registry,
      Optional<KeyHasher> hasher,
      RandomGenerator random,
      InstantSource time) {
    this.directory = requireNonNull(directory, "directory");
    this.registry = requireNonNull(registry, "registry");
    this.hasher = requireNonNull(hasher, "hasher");
    this.random = requireNonNull(random, "random");
    this.time = requireNonNull(time, "time");
  }

  /**
   * A key that is to be made.
   *
   * @param expires when it ends by itself, or null
   */
  public record NewKey(String tenant, String label, Instant expires, KeyScope scope) {}

  /**
   * A key with its newest secret.
   *
   * @param secret what is shown to be let in; told to whoever asked for it, and to nobody else
   */
  public record Secret(KeyRecord key, String secret) {

    /** Not the secret. */
    @Override
    public String toString() {
      return "Secret[key=" + key.id().value() + "]";
    }
  }

  /** Makes the key that {@code asked} describes, in the name of {@code by}. */
  public Secret make(NewKey asked, String by) {
    KeyHasher hashing = hashing();
    // Another server may have deleted the tenant a moment ago.
    registry.look();
    TenantRecord tenant =
        directory
            .find(asked.tenant())
            .orElseThrow(() -> Failure.invalid("tenant", "must name a tenant").asException());
    TenantId owner = tenant.tenant().id();
    if (directory.keys().stream().filter(key -> key.tenant().equals(owner)).count() >= MOST) {
      throw Failure.of(CONFLICT, "The tenant has " + MOST + " keys: delete old ones.")
          .asException();
    }
    Instant now = now();
    String secret = ApiKey.draw(random);
    KeyRecord key =
        new KeyRecord(
            new KeyId("key_" + HexFormat.of().toHexDigits(random.nextLong())),
            owner,
            asked.label(),
            List.of(new KeySecret(hashing.digest(secret), now, null)),
            new KeyRecord.Made(now, by),
            asked.expires(),
            null,
            asked.scope());
    // It may be gone by now, or when the key is written; one of the configuration is no entry.
    List<RegistryEntry> leaders =
        registry.find(TenantDirectory.TENANTS, owner.value()).stream().toList();
    if (leaders.isEmpty() && !tenant.configured()) {
      throw changedMeanwhile();
    }
    if (registry.insert(TenantDirectory.KEYS, key.id().value(), document(key), leaders).isEmpty()) {
      throw changedMeanwhile();
    }
    return new Secret(key, secret);
  }

  /** Gives the key {@code id} a new secret; those before it end after {@code overlap}. */
  public Secret rotate(KeyId id, Duration overlap) {
    KeyHasher hashing = hashing();
    String secret = ApiKey.draw(random);
    KeyRecord rotated =
        change(
            id,
            key -> {
              if (key.state(time.instant()) != State.ACTIVE) {
                throw Failure.of(CONFLICT, "The key has ended, and cannot be rotated.")
                    .asException();
              }
              return key.rotated(hashing.digest(secret), now(), overlap);
            });
    return new Secret(rotated, secret);
  }

  /** Ends the key {@code id} at once; it stays in the list. */
  public KeyRecord revoke(KeyId id) {
    return change(id, key -> key.revokedAt(now()));
  }

  /** Makes the key {@code id} what {@code change} says. */
  public KeyRecord change(KeyId id, UnaryOperator<KeyRecord> change) {
    RegistryEntry seen = entry(id);
    // Not as the directory has it, which is told a little later than the registry knows.
    KeyRecord next = change.apply(TenantDirectory.key(seen).orElseThrow(() -> unknown(id)));
    if (registry.replace(seen, document(next)).isEmpty()) {
      throw changedMeanwhile();
    }
    return next;
  }

  /** Ends the key {@code id} at once, and takes it out of the list. */
  public void delete(KeyId id) {
    if (!registry.delete(entry(id))) {
      throw changedMeanwhile();
    }
  }

  /** As it is in the database now: another server may have changed it a moment ago. */
  private RegistryEntry entry(KeyId id) {
    registry.look();
    return registry.find(TenantDirectory.KEYS, id.value()).orElseThrow(() -> unknown(id));
  }

  private static String document(KeyRecord key) {
    String document = KeyDocument.write(key);
    if (document.length() > RegistryEntry.LONGEST) {
      throw Failure.invalid("scope", "must have fewer or shorter values").asException();
    }
    return document;
  }

  private KeyHasher hashing() {
    return hasher.orElseThrow(NO_SECRET::asException);
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** What is said of a key that there is not, or that is kept in the configuration. */
  public static FailureException unknown(KeyId id) {
    return Failure.ofParam(NOT_FOUND, "id", "There is no key '" + id.value() + "'.").asException();
  }

  static FailureException changedMeanwhile() {
    return Failure.of(CONFLICT, "It was changed by somebody else meanwhile: look again.")
        .asException();
  }
}
