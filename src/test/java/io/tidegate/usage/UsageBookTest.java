package io.tidegate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageBookTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 30);
  private static final Bill BILL = bill("team");

  private final UsageLedger ledger = new UsageLedger();
  private final FakeUsageRows rows = new FakeUsageRows();
  private final UsageBook book = new UsageBook(ledger, rows, "one");

  private static Bill bill(String tenant) {
    return new Bill(new TenantId(tenant), new KeyId("k"), "flash", DAY);
  }

  private Amount told() {
    return book.between(DAY, DAY, "team", 10).stream()
        .map(UsageRows.Row::amount)
        .reduce(Amount.NONE, Amount::plus);
  }

  @Test
  void tellsWhatIsCountedBeforeItIsWrittenAndNotTwiceAfterwards() {
    ledger.used(BILL, 1, new Tokens(10, 4, 5), 100);
    ledger.hit(BILL);
    ledger.used(bill("other"), 1, new Tokens(1, 0, 1), 1);
    Amount once = new Amount(1, 1, 10, 4, 5, BigDecimal.valueOf(100));
    assertThat(told()).isEqualTo(once);

    assertThat(book.write()).isTrue();

    assertThat(told()).isEqualTo(once);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void countsOnceHoweverWritingFails(long seed) {
    long calls = writeThroughFailures(new Random(seed), () -> {});

    assertThat(rows.kept.get(BILL))
        .as("seed %d", seed)
        .isEqualTo(
            new Amount(calls, 0, 3 * calls, calls, 2 * calls, BigDecimal.valueOf(7 * calls)));
  }

  @Test
  void aBillThatTheDatabaseRefusesKeepsNoOtherFromBeingWritten() {
    rows.bad = bill("bad");
    for (String tenant : List.of("a", "bad", "b", "c")) {
      ledger.used(bill(tenant), 1, new Tokens(1, 0, 1), 1);
    }

    assertThat(book.write()).isTrue();
    assertThat(rows.kept.keySet()).containsExactlyInAnyOrder(bill("a"), bill("b"), bill("c"));

    ledger.used(bill("a"), 1, new Tokens(1, 0, 1), 1);
    assertThat(book.write()).isTrue();
    assertThat(rows.kept.get(bill("a")).calls()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void countsOnceHoweverWritingFailsBesideABillThatIsRefused(long seed) {
    rows.bad = bill("bad");
    Random random = new Random(seed);

    long calls =
        writeThroughFailures(
            random,
            () ->
                ledger.used(
                    bill(random.nextBoolean() ? "other" : "bad"), 1, new Tokens(1, 0, 1), 1));

    assertThat(rows.kept.get(BILL).calls()).as("seed %d", seed).isEqualTo(calls);
    assertThat(rows.kept).doesNotContainKey(rows.bad);
  }

  /** How many calls were counted beside {@code more}, until all was written. */
  private long writeThroughFailures(Random random, Runnable more) {
    long calls = 0;
    for (int i = 0; i < 500; i++) {
      rows.failsBefore = random.nextInt(4) == 0;
      rows.failsAfter = random.nextInt(4) == 0;
      ledger.used(BILL, 1, new Tokens(3, 1, 2), 7);
      more.run();
      calls++;
      if (random.nextBoolean()) {
        var unused = book.write();
      }
    }
    rows.failsBefore = false;
    rows.failsAfter = false;
    assertThat(book.write()).isTrue();
    assertThat(book.write()).isTrue();
    return calls;
  }

  @Test
  void aRowThatAnotherServerMakesInTheSameMomentCostsNothing() {
    rows.races = 2;
    ledger.used(BILL, 1, new Tokens(3, 1, 2), 7);

    assertThat(book.write()).isTrue();

    assertThat(rows.kept.get(BILL).calls()).isOne();
  }

  @Test
  void aBadBillAmongThousandsIsFoundByHalves() {
    rows.bad = bill("t777");
    for (int i = 0; i < 4_000; i++) {
      ledger.used(bill("t" + i), 1, new Tokens(1, 0, 1), 1);
    }

    assertThat(book.write()).isTrue();

    assertThat(rows.kept).hasSize(3_999);
    assertThat(rows.writings).isLessThan(100);
  }

  /** Budgets are told what all have used when all is written, and not when a part is. */
  @Test
  void writesWhatWasCountedSinceAWritingThatHadFailed() {
    ledger.used(BILL, 1, new Tokens(3, 1, 2), 7);
    rows.failsBefore = true;
    assertThat(book.write()).isFalse();
    ledger.used(BILL, 1, new Tokens(3, 1, 2), 7);
    rows.failsBefore = false;

    assertThat(book.write()).isTrue();

    assertThat(rows.kept.get(BILL).calls()).isEqualTo(2);
  }

  @Test
  void keepsOfAModelsNameWhatTheDatabaseTakes() {
    String name = "m\u0000\ud800" + "x".repeat(4_000);

    String kept = new Bill(BILL.tenant(), BILL.key(), name, DAY).model();

    assertThat(kept).hasSize(200).startsWith("m\ufffd\ufffdx");
    assertThat(BILL.model()).isEqualTo("flash");
  }

  @Test
  void countsModelsTogetherOfWhichThereAreTooMany() {
    for (int i = 0; i < UsageLedger.MOST + 50; i++) {
      ledger.used(new Bill(BILL.tenant(), BILL.key(), "m" + i, DAY), 1, new Tokens(1, 0, 0), 0);
    }
    Map<Bill, Amount> pending = ledger.counted();
    assertThat(pending).hasSize(UsageLedger.MOST + 1);
    assertThat(pending.get(new Bill(BILL.tenant(), BILL.key(), UsageLedger.OTHER, DAY)).calls())
        .isEqualTo(50);
  }
}
