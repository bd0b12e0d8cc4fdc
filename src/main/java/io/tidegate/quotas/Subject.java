package io.tidegate.quotas;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import io.tidegate.registry.RegistryEntry;
import java.util.Locale;

/**
 * Whom a limit is for.
 *
 * @param tenant the tenant
 * @param scope what of the tenant's it is for
 * @param name the key's public name or the model's name; empty for the whole tenant
 */
public record Subject(TenantId tenant, Scope scope, String name) implements Comparable<Subject> {

  private static final int LONGEST = 120;

  /** What of a tenant's a limit is for. */
  public enum Scope {
    /** All calls of the tenant. */
    TENANT,
    /** Those by one of its keys. */
    KEY,
    /** Those for one model. */
    MODEL;

    /** The word for it in the API and in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Subject {
    requireNonNull(tenant, "tenant");
    requireNonNull(scope, "scope");
    requireNonNull(name, "name");
    if ((scope == Scope.TENANT) != name.isEmpty() || name.length() > LONGEST) {
      throw new IllegalArgumentException(
          "must be the name of a key or a model, of at most " + LONGEST + " characters");
    }
  }

  /** All calls of {@code tenant}. */
  public static Subject of(TenantId tenant) {
    return new Subject(tenant, Scope.TENANT, "");
  }

  /** Its name among all limits: the tenant, and what of the tenant's it is. */
  public String text() {
    return scope == Scope.TENANT
        ? tenant.value()
        : tenant.value() + "/" + scope.label() + "/" + name;
  }

  /** Whether limits for it can be set by the API, and so be kept in the registry. */
  public boolean isStorable() {
    return RegistryEntry.isName(text());
  }

  @Override
  public int compareTo(Subject other) {
    return text().compareTo(other.text());
  }
}
