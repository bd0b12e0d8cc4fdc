package io.tidegate.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import io.tidegate.quotas.Subject.Scope;
import io.tidegate.testing.ManualClock;
import io.tidegate.usage.Amount;
import io.tidegate.usage.Bill;
import io.tidegate.usage.Payer;
import io.tidegate.usage.Spent;
import io.tidegate.usage.UsageBook;
import io.tidegate.usage.UsageLedger;
import io.tidegate.usage.UsageRows;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What budgets are told of that all servers have spent. */
class BudgetWatchTest {

  private static final TenantId TEAM = new TenantId("team");
  private static final Subject WHOLE = Subject.of(TEAM);
  private static final Subject OF_KEY = new Subject(TEAM, Scope.KEY, "k1");
  private static final Subject OF_MODEL = new Subject(TEAM, Scope.MODEL, "flash");

  private Instant now = Instant.parse("2026-11-30T23:59:59Z");
  private final Sums sums = new Sums();
  private final Quotas quotas =
      new Quotas(
          new QuotaTools(QuotaShares.ALONE, Duration.ofMinutes(1), new ManualClock(), () -> now));
  private final BudgetWatch watch =
      new BudgetWatch(quotas, new UsageBook(new UsageLedger(), sums, "one"), () -> now);

  /** A database that was asked to add up. */
  private static final class Sums implements UsageRows {

    private final Map<Payer, Spent> spent = new HashMap<>();
    private final Set<Payer> asked = new HashSet<>();
    private final Set<LocalDate> days = new HashSet<>();
    private Runnable meanwhile = () -> {};

    @Override
    public void add(String server, long number, Map<Bill, Amount> amounts) {
      throw new UnsupportedOperationException("nothing was used");
    }

    @Override
    public Reading between(
        String server, LocalDate first, LocalDate last, String tenant, int most) {
      throw new UnsupportedOperationException("bills are not what budgets are made of");
    }

    @Override
    public Map<Payer, Spent> spent(LocalDate first, LocalDate last, Set<Payer> payers) {
      asked.addAll(payers);
      days.add(first);
      days.add(last);
      meanwhile.run();
      return spent;
    }
  }

  private static Limits budget(long day, long month) {
    return new Limits(-1, -1, -1, day, month);
  }

  private static Spent nano(long month, long day) {
    return new Spent(BigDecimal.valueOf(month * 1000), BigDecimal.valueOf(day * 1000));
  }

  private long used(Subject subject, Period period) {
    return quotas.budgetUses().stream()
        .filter(use -> use.subject().equals(subject) && use.period() == period)
        .findFirst()
        .orElseThrow()
        .spent();
  }

  @Test
  void isTheSumOfTheDayAndOfTheMonthForEach() {
    quotas.set(
        Map.of(WHOLE, budget(1000, 9000), OF_KEY, budget(1000, -1), OF_MODEL, budget(-1, 9000)));
    sums.spent.put(new Payer(TEAM, Payer.Scope.TENANT, ""), nano(7000, 600));
    sums.spent.put(new Payer(TEAM, Payer.Scope.KEY, "k1"), nano(5000, 400));

    watch.beat();

    assertThat(used(WHOLE, Period.DAY)).isEqualTo(600);
    assertThat(used(WHOLE, Period.MONTH)).isEqualTo(7000);
    assertThat(used(OF_KEY, Period.DAY)).isEqualTo(400);
    assertThat(used(OF_MODEL, Period.MONTH)).isZero();
    assertThat(sums.days)
        .containsExactlyInAnyOrder(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 30));
  }

  @Test
  void isAskedForOfThoseWithABudgetAlone() {
    quotas.set(Map.of(WHOLE, new Limits(60, -1, -1, -1, -1), OF_KEY, budget(1000, -1)));

    watch.beat();

    assertThat(sums.asked).containsExactly(new Payer(TEAM, Payer.Scope.KEY, "k1"));
  }

  @Test
  void isNotAskedForWhereNobodyHasABudget() {
    quotas.set(Map.of(WHOLE, new Limits(60, -1, -1, -1, -1)));

    watch.beat();

    assertThat(sums.asked).isEmpty();
  }

  @Test
  void doesNotCountForADayThatBeganSinceItWasAskedFor() {
    quotas.set(Map.of(WHOLE, budget(1000, 9000)));
    sums.spent.put(new Payer(TEAM, Payer.Scope.TENANT, ""), nano(7000, 600));
    sums.meanwhile = () -> now = Instant.parse("2026-12-01T00:00:00Z");

    watch.beat();

    assertThat(used(WHOLE, Period.DAY)).isZero();
    assertThat(used(WHOLE, Period.MONTH)).isZero();
  }
}
