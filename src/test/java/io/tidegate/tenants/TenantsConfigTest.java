package io.tidegate.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantsConfigTest {

  private static final String A = "a".repeat(64);
  private static final String B = "0123456789abcdef".repeat(4);
  private static final String KEY = "tidegate.tenants.acme.key-sha256";

  @Test
  void knowsNobodyByDefault() {
    assertThat(TenantsConfig.from(new Settings(Map.of())).tenantsByHash()).isEmpty();
  }

  @Test
  void readsSeveralHashesOfATenantInAnyCase() {
    Settings settings = new Settings(Map.of(KEY, A + ", " + B.toUpperCase(Locale.ROOT)));
    Tenant acme = tenant("acme");

    assertThat(TenantsConfig.from(settings).tenantsByHash())
        .containsExactlyInAnyOrderEntriesOf(Map.of(A, acme, B, acme));
    assertThat(settings.unknown()).isEmpty();
  }

  @Test
  void readsTenantsFromTheEnvironment() {
    Settings settings = new Settings(Map.of("TIDEGATE_TENANTS_TEAM_ONE_KEY_SHA256", A));

    assertThat(TenantsConfig.from(settings).tenantsByHash()).containsEntry(A, tenant("team-one"));
    assertThat(settings.unknownInEnvironment()).isEmpty();
  }

  @Test
  void refusesAKeyThatIsNotHashedWithoutRepeatingIt() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> TenantsConfig.from(new Settings(Map.of(KEY, "sk-secret"))))
        .withMessage(KEY + " must hold SHA-256 hashes of 64 hexadecimal digits");
  }

  @Test
  void refusesAHashThatTwoTenantsShare() {
    Settings settings = new Settings(Map.of(KEY, A, "tidegate.tenants.bcme.key-sha256", A));

    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> TenantsConfig.from(settings))
        .withMessage("tidegate.tenants.bcme.key-sha256 repeats a hash");
  }

  @Test
  void refusesATenantWhoseNameCannotBe() {
    Settings settings = new Settings(Map.of("tidegate.tenants.a b.key-sha256", A));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TenantsConfig.from(settings))
        .withMessageContaining("a b");
  }

  @Test
  void cannotBeChangedFromOutside() {
    Map<String, Tenant> given = new HashMap<>(Map.of(A, tenant("acme")));
    TenantsConfig config = new TenantsConfig(given);
    given.clear();

    assertThat(config.tenantsByHash()).containsKey(A);
  }

  @Test
  void aTenantHasAPriorityAndMayBePinnedToPrivateNodes() {
    Settings settings =
        new Settings(
            Map.of(
                KEY,
                A,
                "tidegate.tenants.acme.priority",
                "Low",
                "tidegate.tenants.acme.private-only",
                "true"));

    assertThat(TenantsConfig.from(settings).tenantsByHash())
        .containsEntry(A, new Tenant(new TenantId("acme"), Priority.LOW, true));
  }

  @Test
  void anUnknownPriorityIsRefusedByName() {
    Settings settings = new Settings(Map.of(KEY, A, "tidegate.tenants.acme.priority", "urgent"));

    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> TenantsConfig.from(settings))
        .withMessage("tidegate.tenants.acme.priority must be high, normal or low");
  }

  @Test
  void aTenantWithoutAKeyStopsTheStart() {
    refused(
        "tidegate.tenants.acme.key-sha256 is missing; did you mean tidegate.tenants.acm?",
        "tidegate.tenants.acme.private-only",
        "true",
        "tidegate.tenants.acm.key-sha256",
        A);
  }

  @Test
  void aKeyThatIsSetButEmptyStopsTheStart() {
    refused("tidegate.tenants.acme.key-sha256 is set, but empty", KEY, " ");
    refused(KEY + " is set, but empty", "TIDEGATE_TENANTS_ACME_KEY_SHA256", "");
    refused(KEY + " is set, but empty", KEY, " , ");
  }

  @Test
  void webhooksOfNobodyAreNamed() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.webhooks.tenants.acm.secret",
                "whsec_x",
                "tidegate.webhooks.tenants.other.secret",
                "whsec_y"));

    assertThat(TenantsConfig.unknownReceivers(settings, Set.of("acme", "other")))
        .containsExactly("acm (did you mean acme?)");
    assertThat(TenantsConfig.unknownReceivers(settings, Set.of("acm", "other"))).isEmpty();
  }

  private static void refused(String message, String... settings) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> TenantsConfig.from(new Settings(values)))
        .withMessage(message);
  }

  private static Tenant tenant(String name) {
    return new Tenant(new TenantId(name), Priority.NORMAL, false);
  }
}
