package io.tidegate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.TestDatabase;
import io.tidegate.usage.Payer.Scope;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Usage in a real database, to which several servers add. */
class JpaUsageTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 30);
  private static final Amount SOME =
      new Amount(1, 2, 3, 1, 5, new BigDecimal("123456789012345678"));

  private enum Vendor {
    H2,
    POSTGRESQL;

    TestDatabase open() {
      return this == H2 ? TestDatabase.h2() : TestDatabase.postgres();
    }
  }

  private static Bill bill(String tenant, LocalDate day) {
    return new Bill(new TenantId(tenant), KeyId.NONE, "flash", day);
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void addsWhatSeveralServersWriteAndTheSameWritingOnce(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      JpaUsage usage = new JpaUsage(source.database(), InstantSource.fixed(Instant.EPOCH));
      Map<Bill, Amount> writing = Map.of(bill("a", DAY), SOME, bill("b", DAY), SOME);
      usage.add("one", 1, writing);
      usage.add("one", 1, writing);
      usage.add("two", 1, writing);
      usage.add("one", 2, Map.of(bill("a", DAY), SOME, bill("a", DAY.minusDays(1)), SOME));

      assertThat(usage.between("one", DAY, DAY, "a", 10).rows())
          .containsExactly(new UsageRows.Row(bill("a", DAY), SOME.plus(SOME).plus(SOME)));
      assertThat(usage.between("one", DAY.minusDays(1), DAY, null, 10).rows()).hasSize(3);
      assertThat(usage.between("one", DAY.minusDays(1), DAY, null, 2).rows()).hasSize(2);
      assertThat(usage.between("one", DAY.plusDays(1), DAY.plusDays(2), null, 10).rows()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void tellsWithTheRowsWhichWritingOfWhoAsksTheyHold(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      JpaUsage usage = new JpaUsage(source.database(), InstantSource.fixed(Instant.EPOCH));
      usage.add("one", 1, Map.of(bill("a", DAY), SOME));
      usage.add("one", 2, Map.of(bill("b", DAY), SOME));
      usage.add("two", 1, Map.of(bill("a", DAY), SOME));

      assertThat(usage.between("one", DAY, DAY, "a", 10).writing()).isEqualTo(2);
      assertThat(usage.between("two", DAY, DAY, null, 10).writing()).isEqualTo(1);
      assertThat(usage.between("three", DAY, DAY, null, 10).writing()).isZero();
      assertThat(usage.between("one", DAY, DAY, "c", 10).writing()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void sumsWhatWasSpentFromOneDayToAnotherAndOnTheLastByTenantKeyAndModel(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      JpaUsage usage = new JpaUsage(source.database(), InstantSource.fixed(Instant.EPOCH));
      LocalDate first = DAY.withDayOfMonth(1);
      Map<Bill, Amount> writing = new HashMap<>();
      for (LocalDate day : List.of(first.minusDays(1), first, DAY, DAY.plusDays(1))) {
        for (String model : List.of("flash", "pro")) {
          for (String key : List.of("k", "l")) {
            writing.put(new Bill(new TenantId("a"), new KeyId(key), model, day), SOME);
          }
        }
        writing.put(bill("b", day), SOME);
      }
      usage.add("one", 1, writing);
      Payer whole = new Payer(new TenantId("a"), Scope.TENANT, "");
      Payer ofKey = new Payer(new TenantId("a"), Scope.KEY, "k");
      Payer ofModel = new Payer(new TenantId("a"), Scope.MODEL, "pro");
      Payer another = new Payer(new TenantId("b"), Scope.MODEL, "flash");
      Payer nobody = new Payer(new TenantId("c"), Scope.TENANT, "");

      Map<Payer, Spent> spent =
          usage.spent(first, DAY, Set.of(whole, ofKey, ofModel, another, nobody));

      assertThat(spent)
          .containsEntry(whole, new Spent(times(8), times(4)))
          .containsEntry(ofKey, new Spent(times(4), times(2)))
          .containsEntry(ofModel, new Spent(times(4), times(2)))
          .containsEntry(another, new Spent(times(2), times(1)))
          .doesNotContainKey(nobody);
      assertThat(usage.spent(first, DAY, Set.of())).isEmpty();
    }
  }

  private static BigDecimal times(int count) {
    return SOME.cost().multiply(BigDecimal.valueOf(count));
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void sumsForMorePayersThanOneStatementAsksFor(Vendor vendor) {
    try (TestDatabase source = vendor.open()) {
      JpaUsage usage = new JpaUsage(source.database(), InstantSource.fixed(Instant.EPOCH));
      Map<Bill, Amount> writing = new HashMap<>();
      Set<Payer> payers = new HashSet<>();
      for (int i = 0; i <= JpaSpending.PORTION; i++) {
        writing.put(bill("t" + i, DAY), SOME);
        payers.add(new Payer(new TenantId("t" + i), Scope.TENANT, ""));
      }
      usage.add("one", 1, writing);

      assertThat(usage.spent(DAY, DAY, payers).keySet()).isEqualTo(payers);
    }
  }

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void rowsAndTheNumberOfTheirWritingAreOfTheSameMoment(Vendor vendor) throws Exception {
    try (TestDatabase source = vendor.open()) {
      JpaUsage usage = new JpaUsage(source.database(), InstantSource.fixed(Instant.EPOCH));
      Amount one = new Amount(1, 0, 0, 0, 0, BigDecimal.ZERO);
      int most = 200;
      StartGate.run(
          2,
          thread -> {
            for (int i = 1; thread == 0 && i <= most; i++) {
              usage.add("one", i, Map.of(bill("a", DAY), one));
            }
            for (long seen = 0; thread == 1 && seen < most; ) {
              UsageRows.Reading read = usage.between("one", DAY, DAY, null, 10);
              long calls = read.rows().stream().mapToLong(row -> row.amount().calls()).sum();
              assertThat(calls).isEqualTo(read.writing());
              seen = calls;
            }
          });
    }
  }
}
