package io.tidegate.quotas;

import static io.tidegate.exchange.ErrorCode.CONFLICT;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.logging.LogText;
import io.tidegate.quotas.Subject.Scope;
import io.tidegate.registry.Kinds;
import io.tidegate.registry.Registry;
import io.tidegate.registry.RegistryEntry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The limits that are set: those of the configuration, and those set by the API, which hold on all
 * servers and take the place of the configuration's for the same subject.
 *
 * <p>Thread-safe; {@link #put} and {@link #remove} wait for the database.
 */
public final class QuotaBook {

  private static final Logger LOG = System.getLogger(QuotaBook.class.getName());

  private static final String KIND = Kinds.QUOTA;
  private static final int TRIES = 5;

  /** How many can be set by the API. */
  static final int MOST = 10_000;

  private final Map<Subject, Limits> configured;
  private final Registry registry;
  private final Quotas quotas;

  /** A book that keeps {@code quotas} as it says. */
  public QuotaBook(QuotasConfig config, Registry registry, Quotas quotas) {
    this.configured = requireNonNull(config, "config").limits();
    this.registry = requireNonNull(registry, "registry");
    this.quotas = requireNonNull(quotas, "quotas");
  }

  /** Sets the quotas, now and after each change; to be called once. */
  public void open() {
    registry.follow(KIND, Set.of(Kinds.TENANT, Kinds.KEY), QuotaBook::isOf);
    registry.onChange(KIND, this::set);
  }

  /** Whether {@code entry}'s limits are those of {@code gone}, or of what is a tenant's. */
  private static boolean isOf(RegistryEntry gone, RegistryEntry entry) {
    String[] parts = entry.name().split("/", 2);
    return gone.kind().equals(Kinds.TENANT)
        ? parts[0].equals(gone.name())
        : parts.length > 1 && parts[1].equals(Scope.KEY.label() + "/" + gone.name());
  }

  /** One that cannot be read, as of a newer version, takes no other with it. */
  private void set(Map<String, RegistryEntry> entries) {
    Map<Subject, Limits> all = new HashMap<>(configured);
    entries
        .values()
        .forEach(
            entry -> {
              try {
                QuotaText.Parsed parsed = QuotaText.parse(entry.content());
                all.put(parsed.subject(), parsed.limits());
              } catch (RuntimeException unreadable) {
                LOG.log(
                    Level.ERROR,
                    "the {0} {1} in the registry cannot be read: {2}",
                    entry.kind(),
                    LogText.of(entry.name()),
                    unreadable.getClass().getName());
              }
            });
    all.values().removeIf(Limits::isUnlimited);
    quotas.set(all);
  }

  /** Whether {@code subject}'s limits were set by the API. */
  public boolean isStored(Subject subject) {
    return registry.find(KIND, subject.text()).isPresent();
  }

  /**
   * Sets {@code limits} for {@code subject}, on all servers soon; the later of two wins.
   *
   * @throws io.tidegate.exchange.FailureException {@code CONFLICT} if there are {@value #MOST}, or
   *     the tenant or key was deleted meanwhile
   */
  public void put(Subject subject, Limits limits) {
    String text = QuotaText.of(subject, limits);
    // Another server may have deleted the tenant or the key a moment ago.
    registry.look();
    List<RegistryEntry> leaders = leaders(subject);
    for (int i = 0; i < TRIES; i++) {
      Optional<RegistryEntry> known = registry.find(KIND, subject.text());
      if (known.isEmpty() && registry.all(KIND).size() >= MOST) {
        throw Failure.of(CONFLICT, "There are " + MOST + " quotas: delete old ones.").asException();
      }
      boolean done =
          known.isPresent()
              ? registry.replace(known.get(), text).isPresent()
              : registry.insert(KIND, subject.text(), text, leaders).isPresent();
      if (done) {
        return;
      }
      registry.look();
    }
    throw Failure.of(CONFLICT, "It was changed or deleted by somebody else meanwhile: look again.")
        .asException();
  }

  /** What of {@code subject} the registry has: not what the configuration names, nor a model. */
  private List<RegistryEntry> leaders(Subject subject) {
    Optional<RegistryEntry> tenant = registry.find(Kinds.TENANT, subject.tenant().value());
    Optional<RegistryEntry> key =
        subject.scope() == Scope.KEY ? registry.find(Kinds.KEY, subject.name()) : Optional.empty();
    return Stream.concat(tenant.stream(), key.stream()).toList();
  }

  /** Takes back what was set for {@code subject} by the API; false if nothing was. */
  public boolean remove(Subject subject) {
    for (int i = 0; i < TRIES; i++) {
      Optional<RegistryEntry> known = registry.find(KIND, subject.text());
      if (known.isEmpty()) {
        return false;
      }
      if (registry.delete(known.get())) {
        return true;
      }
      registry.look();
    }
    return false;
  }
}
