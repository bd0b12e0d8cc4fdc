package io.tidegate.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import io.tidegate.quotas.Period;
import io.tidegate.quotas.Subject;
import io.tidegate.quotas.Subject.Scope;
import io.tidegate.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is raised in a real database, by several servers and after restarts. */
class JpaBudgetAlertsTest {

  private static final TenantId TEAM = new TenantId("team");
  private static final String URL = "https://hooks.example/a";

  private enum Vendor {
    H2,
    POSTGRESQL;

    TestDatabase open() {
      return this == H2 ? TestDatabase.h2() : TestDatabase.postgres();
    }
  }

  private Instant now = Instant.parse("2026-11-30T12:00:00Z");

  private static BudgetAlert alert(String model, String first, BudgetThreshold threshold) {
    return new BudgetAlert(new Subject(TEAM, Scope.MODEL, model), Period.MONTH, first, threshold);
  }

  private JpaBudgetAlerts server(TestDatabase source, String url) {
    return new JpaBudgetAlerts(source.database(), tenant -> Optional.ofNullable(url), () -> now);
  }

  private static List<String> events(TestDatabase source) {
    return texts(
        source,
        "select type || ' ' || subject || ' ' || tenant || ' ' || url from webhook"
            + " order by type, subject");
  }

  private static List<String> texts(TestDatabase source, String query) {
    List<?> rows =
        source.database().call(manager -> manager.createNativeQuery(query).getResultList());
    return rows.stream().map(String::valueOf).toList();
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void tellsOnceForAllServersAndAfterRestarts(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      BudgetAlert most = alert("flash", "2026-11-01", BudgetThreshold.MOST);
      assertThat(server(source, URL).raise(most)).isTrue();
      assertThat(server(source, URL).raise(most)).isFalse();
      assertThat(server(source, URL).raise(alert("flash", "2026-12-01", BudgetThreshold.ALL)))
          .isTrue();

      assertThat(events(source))
          .containsExactly(
              "budget.nearly_spent team/model/flash/month/2026-11-01 team " + URL,
              "budget.spent team/model/flash/month/2026-12-01 team " + URL);
    }
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void ofServersThatTellAtTheSameTimeOneDoes(Vendor vendor) throws Exception {
    try (TestDatabase source = vendor.open()) {
      int servers = 6;
      for (int round = 0; round < 5; round++) {
        BudgetAlert half = alert("m" + round, "2026-11-01", BudgetThreshold.HALF);
        CyclicBarrier start = new CyclicBarrier(servers);
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
          CompletableFuture<Boolean> one = new CompletableFuture<>();
          JpaBudgetAlerts server = server(source, URL);
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      start.await(10, TimeUnit.SECONDS);
                      one.complete(server.raise(half));
                    } catch (Exception failed) {
                      one.completeExceptionally(failed);
                    }
                  });
          thread.start();
          all.add(one);
        }
        int first = 0;
        for (CompletableFuture<Boolean> one : all) {
          first += one.get(20, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(first).isEqualTo(1);
        assertThat(events(source)).hasSize(round + 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void aTenantWithoutAReceiverIsToldNothingAndNotLaterEither(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      BudgetAlert half = alert("flash", "2026-11-01", BudgetThreshold.HALF);
      assertThat(server(source, null).raise(half)).isTrue();
      assertThat(server(source, URL).raise(half)).isFalse();
      assertThat(events(source)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void takesTheLongestNames(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      Subject longest = new Subject(new TenantId("t".repeat(64)), Scope.MODEL, "m".repeat(120));
      BudgetAlert alert =
          new BudgetAlert(longest, Period.MONTH, "2026-11-01", BudgetThreshold.MOST);
      assertThat(server(source, URL).raise(alert)).isTrue();
      assertThat(events(source)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void forgetsWhatIsLongerAgoThanAnySpan(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      var unused = server(source, null).raise(alert("flash", "2026-11-01", BudgetThreshold.HALF));
      now = now.plus(Duration.ofDays(71));
      unused = server(source, null).raise(alert("flash", "2027-02-01", BudgetThreshold.HALF));
      assertThat(texts(source, "select budget from budget_alert"))
          .containsExactly("team/model/flash/month/2027-02-01");
    }
  }
}
