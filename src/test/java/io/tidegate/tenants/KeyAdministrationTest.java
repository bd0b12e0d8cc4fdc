package io.tidegate.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.registry.FakeRegistryRows;
import io.tidegate.registry.Registry;
import io.tidegate.store.StoreException;
import io.tidegate.tenants.KeyAdministration.NewKey;
import io.tidegate.tenants.KeyAdministration.Secret;
import io.tidegate.tenants.keys.ApiKey;
import io.tidegate.tenants.keys.KeyHasher;
import io.tidegate.tenants.keys.KeyRecord;
import io.tidegate.tenants.keys.KeyScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The life of keys on two servers that share a database. */
class KeyAdministrationTest {

  private static final String SECRET = "of-the-test-of-the-test-of-the-test";
  private static final Duration DAY = Duration.ofDays(1);

  private final FakeRegistryRows rows = new FakeRegistryRows();
  private Instant now = Instant.parse("2026-12-01T08:00:00Z");
  private final Server here = new Server(Map.of(), SECRET);
  private final Server there = new Server(Map.of(), SECRET);

  /** One server of the cluster. */
  private final class Server {

    private final Registry registry = rows.registry();
    private final TenantDirectory directory;
    private final Tenants tenants;
    private final TenantAdministration owners;
    private final KeyAdministration keys;

    private Server(Map<String, Tenant> configured, String secret) {
      Optional<KeyHasher> hasher =
          Optional.ofNullable(secret).map(text -> new KeyHasher(text, KeyAdministration.PURPOSE));
      TenantsConfig config = new TenantsConfig(configured);
      registry.look();
      directory = TenantDirectory.of(config, registry);
      tenants =
          new Tenants(config, directory, new Tenants.Parts(hasher, () -> now, tenant -> null));
      owners = new TenantAdministration(directory, registry, () -> now);
      keys = new KeyAdministration(directory, registry, hasher, new Random(7), () -> now);
    }

    private Optional<KeyId> caller(String key) {
      return tenants.authenticate(key, false).map(Caller::key);
    }
  }

  private Secret make(KeyScope scope, Instant expires) {
    if (here.directory.find("team").isEmpty()) {
      here.owners.make(new Tenant(new TenantId("team"), Priority.NORMAL, false), "", "ada");
    }
    return here.keys.make(new NewKey("team", "ci", expires, scope), "ada");
  }

  @Test
  void aNewKeyIsGoodHereAtOnceAndThereAfterALook() {
    Secret made = make(KeyScope.ALL, null);

    assertThat(ApiKey.isOne(made.secret())).isTrue();
    assertThat(here.caller(made.secret())).contains(made.key().id());
    assertThat(there.caller(made.secret())).isEmpty();
    there.registry.look();
    assertThat(there.caller(made.secret())).contains(made.key().id());
  }

  @Test
  void aRevokedKeyIsRefusedOnBothAndStaysInTheList() {
    Secret made = make(KeyScope.ALL, null);
    there.registry.look();

    here.keys.revoke(made.key().id());
    assertThat(here.caller(made.secret())).isEmpty();
    there.registry.look();

    assertThat(there.caller(made.secret())).isEmpty();
    assertThat(there.directory.key(made.key().id()).orElseThrow().state(now))
        .isEqualTo(KeyRecord.State.REVOKED);
  }

  @Test
  void aDeletedKeyIsRefused() {
    Secret made = make(KeyScope.ALL, null);

    here.keys.delete(made.key().id());

    assertThat(here.caller(made.secret())).isEmpty();
    assertThat(here.directory.keys()).isEmpty();
  }

  @Test
  void anExpiredKeyIsRefusedFromItsTimeOn() {
    Secret made = make(KeyScope.ALL, now.plus(DAY));

    now = now.plus(DAY).minusMillis(1);
    assertThat(here.caller(made.secret())).isPresent();
    now = now.plusMillis(1);
    assertThat(here.caller(made.secret())).isEmpty();
  }

  @Test
  void bothSecretsAreGoodWhileARotationOverlaps() {
    Secret first = make(KeyScope.ALL, null);
    Secret second = here.keys.rotate(first.key().id(), DAY);

    assertThat(second.key().id()).isEqualTo(first.key().id());
    assertThat(here.caller(first.secret())).contains(first.key().id());
    assertThat(here.caller(second.secret())).contains(first.key().id());
    now = now.plus(DAY);
    assertThat(here.caller(first.secret())).isEmpty();
    assertThat(here.caller(second.secret())).contains(first.key().id());
  }

  @Test
  void aRotationWithoutOverlapEndsAllSecretsBefore() {
    Secret first = make(KeyScope.ALL, null);
    Secret second = here.keys.rotate(first.key().id(), DAY);
    Secret third = here.keys.rotate(first.key().id(), Duration.ZERO);

    assertThat(here.caller(first.secret())).isEmpty();
    assertThat(here.caller(second.secret())).isEmpty();
    assertThat(here.caller(third.secret())).isPresent();
  }

  @Test
  void aLaterRotationDoesNotLengthenTheLifeOfAnOldSecret() {
    Secret first = make(KeyScope.ALL, null);
    here.keys.rotate(first.key().id(), Duration.ofHours(1));
    here.keys.rotate(first.key().id(), DAY);

    now = now.plus(Duration.ofHours(1));
    assertThat(here.caller(first.secret())).isEmpty();
  }

  @Test
  void anEndedKeyIsNotRotated() {
    Secret made = make(KeyScope.ALL, null);
    here.keys.revoke(made.key().id());

    refused(ErrorCode.CONFLICT, () -> here.keys.rotate(made.key().id(), DAY));
  }

  @Test
  void aKeyGivesNoMoreThanItsScopeAndItsTenant() {
    KeyScope low = new KeyScope(List.of(), List.of(), List.of(), Priority.LOW, true, List.of());
    Caller caller = here.tenants.authenticate(make(low, null).secret(), false).orElseThrow();
    Caller other =
        here.tenants.authenticate(make(KeyScope.ALL, null).secret(), false).orElseThrow();

    assertThat(caller.tenant().priority()).isEqualTo(Priority.LOW);
    assertThat(caller.tenant().pinned()).isTrue();
    assertThat(other.tenant().priority()).isEqualTo(Priority.NORMAL);
    assertThat(other.tenant().pinned()).isFalse();
  }

  @Test
  void aKeyFollowsWhatItsTenantMay() {
    Secret made = make(KeyScope.ALL, null);

    here.owners.change(
        "team",
        now ->
            new TenantRecord(new Tenant(new TenantId("team"), Priority.LOW, true), "", now.made()));

    Caller caller = here.tenants.authenticate(made.secret(), false).orElseThrow();
    assertThat(caller.tenant().priority()).isEqualTo(Priority.LOW);
    assertThat(caller.tenant().pinned()).isTrue();
  }

  @Test
  void theFirstKeyEndsThatThisMachineNeedsNone() {
    assertThat(here.tenants.authenticate(null, true)).isPresent();
    assertThat(here.tenants.find("local")).isPresent();

    Secret made = make(KeyScope.ALL, null);
    assertThat(here.tenants.authenticate(null, true)).isEmpty();
    assertThat(here.tenants.find("local")).isEmpty();

    here.keys.delete(made.key().id());
    assertThat(here.tenants.authenticate(null, true)).isPresent();
  }

  @Test
  void nobodyIsLetInOrCalledUnknownWhileKeysCouldNotBeRead() {
    Secret made = make(KeyScope.ALL, null);
    rows.away(true);
    Server late = new Server(Map.of(), SECRET);

    assertThat(late.caller(made.secret())).isEmpty();
    assertThat(late.tenants.unsure(made.secret())).isTrue();
    assertThat(late.tenants.authenticate(null, true)).isEmpty();
    assertThat(late.tenants.unsure(null)).isTrue();
    assertThat(late.tenants.unsure("tgk_mistyped")).isTrue();
    assertThat(here.caller(made.secret())).isPresent();
    assertThat(here.tenants.unsure(made.secret())).isFalse();
  }

  @Test
  void keysOfTheConfigurationAreGoodWhileTheDatabaseIsAway() {
    rows.away(true);
    Tenant acme = new Tenant(new TenantId("acme"), Priority.NORMAL, false);
    String sha = "cf83df1b7ddd2d1f2ca3b8ad2ed40c2a6a9b2ac06c3b4bce36d2a3b5e1b8d0f2";
    Server late = new Server(Map.of(sha, acme), SECRET);

    assertThat(late.tenants.unsure("sk-wrong")).isFalse();
    assertThat(late.tenants.authenticate(null, true)).isEmpty();
  }

  @Test
  void anotherSecretKnowsNoKey() {
    Secret made = make(KeyScope.ALL, null);

    assertThat(new Server(Map.of(), SECRET + "x").caller(made.secret())).isEmpty();
    Server without = new Server(Map.of(), null);
    assertThat(without.caller(made.secret())).isEmpty();
    refused(ErrorCode.CONFLICT, () -> without.keys.rotate(made.key().id(), DAY));
  }

  @Test
  void whatIsKeptHoldsNoSecret() {
    Secret made = make(KeyScope.ALL, null);

    String kept = here.registry.find("key", made.key().id().value()).orElseThrow().content();
    assertThat(kept).doesNotContain(made.secret(), made.secret().substring(4));
    assertThat(made.toString()).doesNotContain(made.secret());
  }

  @Test
  void nothingIsMadeOrRevokedWhileTheDatabaseIsAway() {
    Secret made = make(KeyScope.ALL, null);
    rows.away(true);

    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> make(KeyScope.ALL, null));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> here.keys.revoke(made.key().id()));
    assertThat(here.caller(made.secret())).isPresent();
  }

  @Test
  void aTenantWithKeysIsNotDeleted() {
    Secret made = make(KeyScope.ALL, null);

    refused(ErrorCode.CONFLICT, () -> here.owners.delete("team"));
    here.keys.delete(made.key().id());
    here.owners.delete("team");
    assertThat(here.directory.find("team")).isEmpty();
  }

  @Test
  void aTenantOfTheConfigurationIsChangedThereAlone() {
    Tenant acme = new Tenant(new TenantId("acme"), Priority.NORMAL, false);
    Server server = new Server(Map.of("a".repeat(64), acme), SECRET);

    refused(ErrorCode.CONFLICT, () -> server.owners.delete("acme"));
    refused(ErrorCode.CONFLICT, () -> server.owners.change("acme", now -> now));
    refused(ErrorCode.CONFLICT, () -> server.owners.make(acme, "", "ada"));
    Secret key = server.keys.make(new NewKey("acme", "", null, KeyScope.ALL), "ada");
    assertThat(server.caller(key.secret())).isPresent();
  }

  @Test
  void aKeyIsOfATenantThatThereIs() {
    refused(
        ErrorCode.INVALID_VALUE,
        () -> here.keys.make(new NewKey("nobody", "", null, KeyScope.ALL), "ada"));
    refused(ErrorCode.NOT_FOUND, () -> here.keys.revoke(new KeyId("key_0")));
  }

  private static void refused(ErrorCode code, Runnable work) {
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(work::run)
        .satisfies(refused -> assertThat(refused.failure().code()).isEqualTo(code));
  }
}
