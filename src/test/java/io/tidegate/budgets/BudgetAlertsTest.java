package io.tidegate.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.quotas.Limits;
import io.tidegate.quotas.Period;
import io.tidegate.quotas.QuotaShares;
import io.tidegate.quotas.QuotaTools;
import io.tidegate.quotas.Quotas;
import io.tidegate.quotas.Subject;
import io.tidegate.quotas.Subject.Scope;
import io.tidegate.store.StoreException;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.SampleCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a budget's thresholds are raised, on one server. */
class BudgetAlertsTest {

  private static final TenantId TEAM = new TenantId("team");
  private static final Subject WHOLE = Subject.of(TEAM);
  private static final Subject OF_KEY = new Subject(TEAM, Scope.KEY, "k1");
  private static final Subject OF_MODEL = new Subject(TEAM, Scope.MODEL, "flash");

  private final ManualClock clock = new ManualClock();
  private Instant now = Instant.parse("2026-11-29T12:00:00Z");
  private final Quotas quotas =
      new Quotas(new QuotaTools(QuotaShares.ALONE, Duration.ofSeconds(5), clock, () -> now));
  private final List<String> raised = new ArrayList<>();
  private boolean away;
  private Runnable meanwhile = () -> {};
  private final BudgetAlerts alerts = new BudgetAlerts(quotas, this::raise);

  private boolean raise(BudgetAlert alert) {
    meanwhile.run();
    if (away) {
      throw new StoreException(new IllegalStateException("away"));
    }
    raised.add(alert.threshold().percent() + " " + alert.id());
    return true;
  }

  private static Limits budget(long day, long month) {
    return new Limits(-1, -1, -1, day, month);
  }

  private static Call call() {
    Call sample = SampleCalls.chat("flash", Deadline.after(0, Duration.ofMinutes(1)));
    return new Call(
        "c",
        TEAM,
        sample.operation(),
        sample.request(),
        sample.deadline(),
        Terms.DEFAULT.by(new KeyId("k1")));
  }

  private void spend(long amount) {
    quotas.charge(call(), "flash", 1, amount);
  }

  private List<String> told() {
    alerts.look();
    List<String> told = List.copyOf(raised);
    raised.clear();
    return told;
  }

  @Test
  void tellsOfEachThresholdWhenItIsReachedAndOnce() {
    quotas.set(Map.of(WHOLE, budget(1000, -1)));
    spend(499);
    assertThat(told()).isEmpty();
    spend(1);
    assertThat(told()).containsExactly("50 team/day/2026-11-29");
    spend(299);
    assertThat(told()).isEmpty();
    spend(1);
    assertThat(told()).containsExactly("80 team/day/2026-11-29");
    spend(199);
    assertThat(told()).isEmpty();
    spend(1);
    assertThat(told()).containsExactly("100 team/day/2026-11-29");
    spend(5000);
    assertThat(told()).isEmpty();
  }

  @Test
  void tellsAnewInTheNextDayAndInTheNextMonth() {
    quotas.set(Map.of(WHOLE, budget(1000, 2000)));
    spend(1000);
    assertThat(told())
        .containsExactly(
            "50 team/day/2026-11-29",
            "80 team/day/2026-11-29",
            "100 team/day/2026-11-29",
            "50 team/month/2026-11-01");
    now = now.plus(Duration.ofDays(1));
    spend(500);
    assertThat(told()).containsExactly("50 team/day/2026-11-30");
    now = now.plus(Duration.ofDays(1));
    assertThat(told()).isEmpty();
    spend(1000);
    assertThat(told()).contains("100 team/day/2026-12-01", "50 team/month/2026-12-01");
  }

  @Test
  void tellsOfTenantsKeysAndModelsEachForItself() {
    quotas.set(
        Map.of(WHOLE, budget(-1, 10_000), OF_KEY, budget(-1, 2000), OF_MODEL, budget(1250, -1)));
    spend(1000);
    assertThat(told())
        .containsExactlyInAnyOrder(
            "50 team/key/k1/month/2026-11-01",
            "50 team/model/flash/day/2026-11-29",
            "80 team/model/flash/day/2026-11-29");
  }

  @Test
  void tellsWhenALimitIsLoweredBelowWhatIsSpentAndNotAgainAfterItWasRaised() {
    quotas.set(Map.of(WHOLE, budget(10_000, -1)));
    spend(900);
    assertThat(told()).isEmpty();
    quotas.set(Map.of(WHOLE, budget(1000, -1)));
    assertThat(told()).containsExactly("50 team/day/2026-11-29", "80 team/day/2026-11-29");
    assertThat(told()).isEmpty();
  }

  @Test
  void tellsNothingOfABudgetOfNothingThatNobodyUses() {
    quotas.set(Map.of(WHOLE, budget(0, -1)));
    assertThat(told()).isEmpty();
    assertThat(quotas.used(WHOLE, Period.DAY)).isZero();
    spend(1);
    assertThat(told()).hasSize(3);
  }

  @Test
  void tellsLaterWhatTheDatabaseDidNotTake() {
    quotas.set(Map.of(WHOLE, budget(1000, -1)));
    spend(600);
    away = true;
    assertThat(told()).isEmpty();
    away = false;
    assertThat(told()).containsExactly("50 team/day/2026-11-29");
  }

  @Test
  void holdsUpNoCallWhileItTells() {
    quotas.set(Map.of(WHOLE, budget(1000, -1)));
    spend(600);
    List<Boolean> let = new ArrayList<>();
    meanwhile =
        () -> {
          // From another thread, as calls come: a lock held while telling would hold it up.
          CompletableFuture<Boolean> call =
              CompletableFuture.supplyAsync(
                  () -> {
                    boolean entered = quotas.enter(TEAM, KeyId.NONE).refusal() == null;
                    boolean reserved = quotas.reserve(call(), "flash", 1, 1) == null;
                    quotas.charge(call(), "flash", 1, 1);
                    quotas.set(Map.of(WHOLE, budget(1000, -1)));
                    return entered && reserved;
                  });
          let.add(call.orTimeout(10, TimeUnit.SECONDS).join());
        };
    assertThat(told()).hasSize(1);
    assertThat(let).containsExactly(true);
  }

  @Test
  void remembersNoMoreThanWhatIsReachedNow() {
    quotas.set(Map.of(WHOLE, budget(1000, -1)));
    spend(1000);
    assertThat(told()).hasSize(3);
    // The rows know: what is forgotten here is asked of them again.
    quotas.set(Map.of(WHOLE, budget(10_000, -1)));
    assertThat(told()).isEmpty();
    quotas.set(Map.of(WHOLE, budget(1000, -1)));
    assertThat(told()).hasSize(3);
  }
}
