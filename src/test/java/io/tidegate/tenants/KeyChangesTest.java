package io.tidegate.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.registry.FakeRegistryRows;
import io.tidegate.registry.Registry;
import io.tidegate.tenants.KeyAdministration.NewKey;
import io.tidegate.tenants.keys.KeyHasher;
import io.tidegate.tenants.keys.KeyRecord;
import io.tidegate.tenants.keys.KeyScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two servers change one key, or its tenant, in the same moment. */
class KeyChangesTest {

  private static final Instant NOW = Instant.parse("2026-12-01T08:00:00Z");

  private final FakeRegistryRows rows = new FakeRegistryRows();
  private final Registry registry = rows.registry();
  private final TenantDirectory directory =
      TenantDirectory.of(new TenantsConfig(Map.of()), registry);
  private final KeyAdministration keys = administration(directory, registry);

  private static KeyAdministration administration(TenantDirectory directory, Registry registry) {
    KeyHasher hasher =
        new KeyHasher("of-the-test-of-the-test-of-the-test", KeyAdministration.PURPOSE);
    return new KeyAdministration(
        directory, registry, Optional.of(hasher), new Random(7), () -> NOW);
  }

  private KeyId made() {
    registry.look();
    new TenantAdministration(directory, registry, () -> NOW)
        .make(new Tenant(new TenantId("team"), Priority.NORMAL, false), "", "ada");
    return keys.make(new NewKey("team", "ci", null, KeyScope.ALL), "ada").key().id();
  }

  @Test
  void noKeyIsMadeForATenantThatAnotherServerHasJustDeleted() {
    keys.delete(made());
    Registry other = rows.registry();
    other.look();
    KeyAdministration there =
        administration(TenantDirectory.of(new TenantsConfig(Map.of()), other), other);

    new TenantAdministration(directory, registry, () -> NOW).delete("team");

    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> there.make(new NewKey("team", "ci", null, KeyScope.ALL), "ada"))
        .satisfies(refused -> assertThat(refused.failure().param()).isEqualTo("tenant"));
    registry.look();
    assertThat(directory.keys()).isEmpty();
  }

  /** Whoever is told of the revocation first changes the key before the directory is told of it. */
  @Test
  void aKeyThatIsRevokedMeanwhileStaysSo() {
    KeyId id = made();
    Registry other = rows.registry();
    other.look();
    List<KeyAdministration> once = new ArrayList<>();
    other.onChange(
        TenantDirectory.KEYS,
        entries -> {
          if (!once.isEmpty()) {
            once.remove(0).change(id, key -> key.changed("new", null, KeyScope.ALL));
          }
        });
    once.add(administration(TenantDirectory.of(new TenantsConfig(Map.of()), other), other));

    keys.revoke(id);
    other.look();
    registry.look();

    KeyRecord key = directory.key(id).orElseThrow();
    assertThat(key.label()).isEqualTo("new");
    assertThat(key.state(NOW)).isEqualTo(KeyRecord.State.REVOKED);
  }
}
