package io.tidegate.tenants;

import static io.tidegate.exchange.ErrorCode.CONFLICT;
import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.registry.Registry;
import io.tidegate.registry.RegistryEntry;
import io.tidegate.tenants.keys.KeyRecord;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/**
 * Makes, changes and deletes tenants; those of the configuration are changed there alone.
 *
 * <p>Thread-safe. It waits for the database, and throws as {@link KeyAdministration} does.
 */
public final class TenantAdministration {

  /** How many can be made. */
  static final int MOST = 2_000;

  private final TenantDirectory directory;
  private final Registry registry;
  private final InstantSource time;

  /** Changes the tenants of {@code directory} in {@code registry}. */
  public TenantAdministration(TenantDirectory directory, Registry registry, InstantSource time) {
    this.directory = requireNonNull(directory, "directory");
    this.registry = requireNonNull(registry, "registry");
    this.time = requireNonNull(time, "time");
  }

  /** Makes {@code tenant} in the name of {@code by}. */
  public TenantRecord make(Tenant tenant, String description, String by) {
    String name = tenant.id().value();
    if (tenant.id().equals(TenantId.GATEWAY)) {
      throw Failure.invalid("name", "must be another one: that is what the gateway calls itself")
          .asException();
    }
    if (directory.all().size() >= MOST) {
      throw Failure.of(CONFLICT, "There are " + MOST + " tenants: delete old ones.").asException();
    }
    TenantRecord made =
        new TenantRecord(
            tenant,
            description,
            new KeyRecord.Made(time.instant().truncatedTo(ChronoUnit.MILLIS), by));
    boolean written =
        directory.find(name).isEmpty()
            && registry
                .insert(TenantDirectory.TENANTS, name, TenantDocument.write(made))
                .isPresent();
    if (!written) {
      throw Failure.ofParam(CONFLICT, "name", "There is a tenant '" + name + "' already.")
          .asException();
    }
    return made;
  }

  /** Makes the tenant {@code name} what {@code change} says; its name stays. */
  public TenantRecord change(String name, UnaryOperator<TenantRecord> change) {
    RegistryEntry seen = entry(name);
    // Not as the directory has it, which is told a little later than the registry knows.
    TenantRecord next = change.apply(TenantDirectory.tenant(seen).orElseThrow(() -> unknown(name)));
    if (registry.replace(seen, TenantDocument.write(next)).isEmpty()) {
      throw KeyAdministration.changedMeanwhile();
    }
    return next;
  }

  /** Deletes the tenant {@code name}, which must have no keys. */
  public void delete(String name) {
    RegistryEntry seen = entry(name);
    TenantId id = find(name).tenant().id();
    // They would be good again if a tenant of that name were made again.
    if (directory.keys().stream().anyMatch(key -> key.tenant().equals(id))) {
      throw Failure.of(CONFLICT, "The tenant has keys: delete them first.").asException();
    }
    if (!registry.delete(seen)) {
      throw KeyAdministration.changedMeanwhile();
    }
  }

  /** The tenant {@code name}. */
  public TenantRecord find(String name) {
    return directory.find(name).orElseThrow(() -> unknown(name));
  }

  private RegistryEntry entry(String name) {
    registry.look();
    if (find(name).configured()) {
      throw Failure.ofParam(
              CONFLICT,
              "name",
              "The tenant '" + name + "' is one of the configuration, and is changed there.")
          .asException();
    }
    return registry.find(TenantDirectory.TENANTS, name).orElseThrow(() -> unknown(name));
  }

  private static FailureException unknown(String name) {
    return Failure.ofParam(NOT_FOUND, "name", "There is no tenant '" + name + "'.").asException();
  }
}
