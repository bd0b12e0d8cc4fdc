package io.tidegate.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.quotas.Subject.Scope;
import io.tidegate.registry.FakeRegistryRows;
import io.tidegate.registry.Registry;
import io.tidegate.settings.Settings;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits that are set by the API, in a database that other versions write to as well. */
class QuotaBookTest {

  private static final Subject TEAM = Subject.of(new TenantId("team"));
  private static final Limits SOME = new Limits(5, -1, -1, -1, -1);

  private final FakeRegistryRows rows = new FakeRegistryRows();
  private final Registry registry = rows.registry();
  private final Quotas quotas =
      new Quotas(
          new QuotaTools(
              QuotaShares.ALONE,
              Duration.ofMinutes(1),
              new ManualClock(),
              InstantSource.fixed(Instant.EPOCH)));
  private final QuotaBook book =
      new QuotaBook(QuotasConfig.from(new Settings(Map.of()), Set.of()), registry, quotas);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tenant\":\"team\",\"scope\":\"planet\",\"name\":\"x\"}",
        "{\"tenant\":\"\",\"scope\":\"tenant\",\"name\":\"\"}",
        "{",
        "[]",
        "null"
      })
  void whatCannotBeReadTakesNoOtherWithIt(String content) {
    book.put(TEAM, SOME);
    assertThat(rows.insert("quota", "a", content)).isPresent();
    assertThat(rows.insert("quota", "z", content)).isPresent();
    registry.look();

    book.open();

    assertThat(quotas.all()).extracting(QuotaState::subject).containsExactly(TEAM);
    assertThat(quotas.all()).extracting(QuotaState::limits).containsExactly(SOME);
  }

  @Test
  void beyondTenThousandNoneIsAddedAndThoseThatThereAreCanBeChanged() {
    for (int i = 0; i < QuotaBook.MOST; i++) {
      Subject subject = Subject.of(new TenantId("team-" + i));
      assertThat(rows.insert("quota", subject.text(), QuotaText.of(subject, SOME))).isPresent();
    }
    registry.look();

    FailureException refused =
        catchThrowableOfType(FailureException.class, () -> book.put(TEAM, SOME));
    book.put(Subject.of(new TenantId("team-7")), new Limits(6, -1, -1, -1, -1));

    assertThat(refused.failure().code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refused.failure().message()).isEqualTo("There are 10000 quotas: delete old ones.");
    assertThat(registry.all("quota")).hasSize(QuotaBook.MOST);
    assertThat(book.remove(Subject.of(new TenantId("team-7")))).isTrue();
    book.put(TEAM, SOME);
    assertThat(book.isStored(TEAM)).isTrue();
  }

  @Test
  void aNameIsKeptAsLongAsItFitsWithItsTenant() {
    TenantId tenant = new TenantId("t".repeat(20));
    int rest = 120 - "/model/".length() - 20;

    assertThat(new Subject(tenant, Scope.MODEL, "m".repeat(rest)).isStorable()).isTrue();
    assertThat(new Subject(tenant, Scope.MODEL, "m".repeat(rest + 1)).isStorable()).isFalse();
    assertThat(new Subject(tenant, Scope.MODEL, "a\u0000b").isStorable()).isFalse();
  }
}
