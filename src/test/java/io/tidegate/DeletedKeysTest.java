package io.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.metrics.Metric;
import io.tidegate.quotas.Limits;
import io.tidegate.quotas.QuotaBook;
import io.tidegate.quotas.QuotaShares;
import io.tidegate.quotas.QuotaTools;
import io.tidegate.quotas.Quotas;
import io.tidegate.quotas.QuotasConfig;
import io.tidegate.quotas.Subject;
import io.tidegate.quotas.Subject.Scope;
import io.tidegate.registry.FakeRegistryRows;
import io.tidegate.registry.Registry;
import io.tidegate.settings.Settings;
import io.tidegate.tenants.KeyAdministration;
import io.tidegate.tenants.KeyAdministration.NewKey;
import io.tidegate.tenants.Tenant;
import io.tidegate.tenants.TenantAdministration;
import io.tidegate.tenants.TenantDirectory;
import io.tidegate.tenants.TenantsConfig;
import io.tidegate.tenants.keys.KeyHasher;
import io.tidegate.tenants.keys.KeyScope;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What keys and tenants leave on two servers when they are deleted on one. */
class DeletedKeysTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-12-01T12:00:00Z"));
  private static final TenantId TEAM = new TenantId("team");
  private static final NewKey KEY = new NewKey("team", "ci", null, KeyScope.ALL);
  private static final Limits SOME = new Limits(5, -1, 2, 100, -1);

  private final FakeRegistryRows rows = new FakeRegistryRows();
  private final Server here = new Server();
  private final Server there = new Server();

  /** One server of the cluster. */
  private final class Server {

    private final RecordingMetrics metrics = new RecordingMetrics();
    private final Registry registry = rows.registry();
    private final TenantDirectory directory =
        TenantDirectory.of(new TenantsConfig(Map.of()), registry);
    private final TenantAdministration tenants =
        new TenantAdministration(directory, registry, NOON);
    private final KeyAdministration keys =
        new KeyAdministration(
            directory,
            registry,
            Optional.of(new KeyHasher("of-the-test-of-the-test", KeyAdministration.PURPOSE)),
            new Random(7),
            NOON);
    private final Quotas quotas =
        new Quotas(
            new QuotaTools(QuotaShares.ALONE, Duration.ofSeconds(5), new ManualClock(), NOON));
    private final QuotaBook book =
        new QuotaBook(QuotasConfig.from(new Settings(Map.of()), Set.of()), registry, quotas);

    private Server() {
      book.open();
      quotas.onBudgets(new BudgetGauges(quotas, metrics)::show);
    }

    private boolean shows(Subject subject) {
      return metrics.hasGauge(
          Metric.QUOTA_BUDGET_USED, subject.tenant().value(), subject.text(), "day");
    }
  }

  private KeyId key() {
    if (here.directory.find("team").isEmpty()) {
      here.tenants.make(new Tenant(TEAM, Priority.NORMAL, false), "", "ada");
    }
    return here.keys.make(KEY, "ada").key().id();
  }

  private static Subject of(Scope scope, String name) {
    return new Subject(TEAM, scope, name);
  }

  @Test
  void aKeyTakesItsLimitsWithItAndNoOthers() {
    KeyId gone = key();
    Subject its = of(Scope.KEY, gone.value());
    Subject likeIt = of(Scope.MODEL, "key/" + gone.value());
    Subject another = of(Scope.KEY, key().value());
    for (Subject each : Set.of(its, likeIt, another, Subject.of(TEAM))) {
      here.book.put(each, SOME);
    }
    there.registry.look();
    assertThat(there.shows(its)).isTrue();

    here.keys.delete(gone);
    there.registry.look();

    for (Server server : Set.of(here, there)) {
      assertThat(server.quotas.budgets())
          .containsExactlyInAnyOrder(likeIt, another, Subject.of(TEAM));
      assertThat(server.book.isStored(its)).isFalse();
      assertThat(server.shows(its)).isFalse();
      assertThat(server.shows(another)).isTrue();
    }
  }

  @Test
  void aTenantTakesAllItsLimitsWithIt() {
    here.keys.delete(key());
    Subject ofNeighbour = Subject.of(new TenantId("team-b"));
    here.book.put(Subject.of(TEAM), SOME);
    here.book.put(of(Scope.MODEL, "flash"), SOME);
    here.book.put(of(Scope.KEY, "nobody"), SOME);
    here.book.put(ofNeighbour, SOME);

    here.tenants.delete("team");
    there.registry.look();

    assertThat(here.quotas.budgets()).containsExactly(ofNeighbour);
    assertThat(there.quotas.budgets()).containsExactly(ofNeighbour);
  }

  @Test
  void noKeyOutlivesItsTenantHoweverCloseTheyMeet() {
    KeyId first = key();
    here.keys.delete(first);
    there.registry.look();

    rows.beforeTheNextChange(() -> there.keys.make(KEY, "bob"));
    here.tenants.delete("team");
    there.registry.look();
    assertThat(here.directory.keys()).isEmpty();
    assertThat(there.directory.keys()).isEmpty();

    here.keys.delete(key());
    there.registry.look();
    rows.beforeTheNextChange(() -> here.tenants.delete("team"));
    assertConflict(() -> there.keys.make(KEY, "bob"));
    assertThat(there.directory.keys()).isEmpty();
    assertThat(there.directory.find("team")).isEmpty();
  }

  @Test
  void noLimitOutlivesItsTenantOrKeyHoweverCloseTheyMeet() {
    KeyId its = key();
    there.registry.look();

    rows.beforeTheNextChange(() -> here.keys.delete(its));
    assertConflict(() -> there.book.put(of(Scope.KEY, its.value()), SOME));
    rows.beforeTheNextChange(() -> here.tenants.delete("team"));
    assertConflict(() -> there.book.put(of(Scope.MODEL, "flash"), SOME));

    assertThat(here.quotas.budgets()).isEmpty();
    assertThat(there.quotas.budgets()).isEmpty();
  }

  private static void assertConflict(ThrowingCallable what) {
    FailureException refused = catchThrowableOfType(FailureException.class, what);
    assertThat(refused.failure().code()).isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void aTenantThatStaysKeepsItsLimits() {
    KeyId its = key();
    here.book.put(of(Scope.KEY, its.value()), SOME);

    assertConflict(() -> here.tenants.delete("team"));
    assertThat(here.quotas.budgets()).hasSize(1);
  }

  @Test
  void aLimitThatIsTakenBackIsShownNoMore() {
    here.book.put(Subject.of(TEAM), SOME);
    assertThat(here.metrics.gauge(Metric.QUOTA_BUDGET_USED, "team", "team", "month")).isZero();

    assertThat(here.book.remove(Subject.of(TEAM))).isTrue();

    assertThat(here.shows(Subject.of(TEAM))).isFalse();
    assertThat(here.metrics.series()).isZero();
  }
}
