package io.tidegate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import java.time.LocalDate;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries of usage beside each other and beside writings: none waits, and each is right. */
class UsageReadingsTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 30);
  private static final Bill BILL = new Bill(new TenantId("team"), new KeyId("k"), "flash", DAY);

  private final UsageLedger ledger = new UsageLedger();
  private final FakeUsageRows rows = new FakeUsageRows();
  private final UsageBook book = new UsageBook(ledger, rows, "one");

  private void count() {
    ledger.used(BILL, 1, new Tokens(3, 1, 2), 7);
  }

  private long told() {
    return book.between(DAY, DAY, "team", 10).stream().mapToLong(row -> row.amount().calls()).sum();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSlowQueryHoldsUpNeitherAWritingNorAnotherQuery(boolean hasLooked) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    Runnable slow =
        () -> {
          if (first.getAndSet(false)) {
            asked.countDown();
            await(answer);
          }
        };
    rows.beforeQuery = hasLooked ? () -> {} : slow;
    rows.afterQuery = hasLooked ? slow : () -> {};
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      count();
      assertThat(book.write()).isTrue();
      count();
      CompletableFuture<Long> slowly = CompletableFuture.supplyAsync(this::told, threads);
      await(asked);

      CompletableFuture<Boolean> written = CompletableFuture.supplyAsync(book::write, threads);
      assertThat(written.get(20, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<Long> quickly = CompletableFuture.supplyAsync(this::told, threads);
      assertThat(quickly.get(20, TimeUnit.SECONDS)).isEqualTo(2);
      assertThat(slowly).isNotDone();

      answer.countDown();
      assertThat(slowly.get(20, TimeUnit.SECONDS)).isEqualTo(2);
    } finally {
      answer.countDown();
      threads.shutdownNow();
    }
  }

  @Test
  void aSlowWritingHoldsUpNoQuery() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    rows.beforeWriting =
        () -> {
          asked.countDown();
          await(answer);
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      count();
      CompletableFuture<Boolean> written = CompletableFuture.supplyAsync(book::write, threads);
      await(asked);

      assertThat(CompletableFuture.supplyAsync(this::told, threads).get(20, TimeUnit.SECONDS))
          .isOne();

      answer.countDown();
      assertThat(written.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(told()).isOne();
    } finally {
      answer.countDown();
      threads.shutdownNow();
    }
  }

  /** Whatever is counted, written and asked while the database looks for the rows of a query. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachQueryCountsEachCallOnceWhateverHappensMeanwhile(long seed) {
    Random random = new Random(seed);
    long[] calls = new long[1];
    int[] depth = new int[1];
    Runnable anything =
        () -> {
          depth[0]++;
          for (int i = random.nextInt(4); i > 0; i--) {
            rows.failsBefore = random.nextInt(4) == 0;
            rows.failsAfter = random.nextInt(4) == 0;
            if (random.nextBoolean()) {
              count();
              calls[0]++;
            }
            var unused = random.nextBoolean() && book.write();
            if (depth[0] < 3 && random.nextInt(3) == 0) {
              assertThat(told()).as("a query within, seed %d", seed).isEqualTo(calls[0]);
            }
          }
          depth[0]--;
        };
    rows.beforeQuery = anything;
    rows.afterQuery = anything;

    for (int i = 0; i < 300; i++) {
      assertThat(told()).as("query %d, seed %d", i, seed).isEqualTo(calls[0]);
    }
  }

  @Test
  void whatIsWrittenIsKeptForQueriesThatAreUnderWayAlone() {
    PendingUsage pending = new PendingUsage(ledger);
    long early = pending.begin();
    write(pending);
    long late = pending.begin();
    write(pending);

    assertThat(lacking(pending)).isEqualTo(2);
    pending.end(early);
    assertThat(lacking(pending)).isEqualTo(1);
    pending.end(late);
    assertThat(lacking(pending)).isZero();
    write(pending);
    assertThat(lacking(pending)).isZero();
  }

  private void write(PendingUsage pending) {
    count();
    pending.take();
    pending.written();
  }

  /** How many calls a reading lacks that has seen no writing. */
  private static long lacking(PendingUsage pending) {
    long[] calls = new long[1];
    pending.tell(0, (bill, amount) -> calls[0] += amount.calls());
    return calls[0];
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
