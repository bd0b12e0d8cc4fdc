package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryBudgetTest {

  private final long seed = new Random().nextLong();
  private final ManualClock clock = new ManualClock();

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, clock);

  @Test
  void letsATenthOfTheCallsBeTriedAgain() {
    RetryBudget budget = new RetryBudget(0.1, 0);

    calls(budget, 9);
    assertThat(retries(budget)).isZero();
    calls(budget, 1);
    assertThat(retries(budget)).isEqualTo(1);
    calls(budget, 1_000);
    assertThat(retries(budget)).isEqualTo(100);
  }

  @Test
  void losesWhatWasNotUsedWithinTenSeconds() {
    RetryBudget budget = new RetryBudget(1, 0);
    calls(budget, 5);
    clock.advance(Duration.ofSeconds(4));
    calls(budget, 3);

    clock.advance(Duration.ofSeconds(6).minusNanos(1));
    assertThat(balance(budget)).isEqualTo(8);
    clock.advance(Duration.ofNanos(1));
    assertThat(balance(budget)).isEqualTo(3);
    assertThat(retries(budget)).isEqualTo(3);
  }

  @Test
  void hasAFloorForAQuietGateway() {
    RetryBudget budget = new RetryBudget(0.1, 10);

    assertThat(retries(budget)).isEqualTo(100);
    clock.advance(Duration.ofSeconds(1));
    assertThat(retries(budget)).isEqualTo(10);
    clock.advance(Duration.ofMillis(250));
    assertThat(retries(budget)).isEqualTo(2);
    assertThat(balance(budget)).isEqualTo(0.5);
    clock.advance(Duration.ofDays(1));
    assertThat(retries(budget)).isEqualTo(100);
  }

  @Test
  void spendsWhatWasEarnedBeforeTheFloor() {
    RetryBudget budget = new RetryBudget(1, 1);
    calls(budget, 4);
    retry(budget, 4);

    clock.advance(Duration.ofSeconds(20));

    assertThat(balance(budget)).isEqualTo(10);
  }

  @Test
  void paysFromBothWhenNeitherIsEnough() {
    RetryBudget budget = new RetryBudget(0.5, 1);
    retry(budget, 10);
    calls(budget, 1);
    clock.advance(Duration.ofMillis(500));

    assertThat(balance(budget)).isEqualTo(1);
    assertThat(retries(budget)).isEqualTo(1);
    assertThat(balance(budget)).isZero();
  }

  @Test
  void grantsNoneWhereNoneAreAllowed() {
    RetryBudget budget = new RetryBudget(0, 0);
    calls(budget, 1_000);
    clock.advance(Duration.ofSeconds(5));

    assertThat(retries(budget)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 1", "1.1, 1", "NaN, 1", "0.1, -1", "0.1, 100001"})
  void refusesOddRules(double ratio, int minPerSecond) {
    assertThatThrownBy(() -> new RetryBudget(ratio, minPerSecond))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @RepeatedTest(30)
  void neverGrantsMoreThanItsLaw() {
    Random random = new Random(seed);
    int floor = random.nextInt(20);
    RetryBudget budget = new RetryBudget(0.1, floor);
    long begin = clock.getAsLong();
    long calls = 0;
    long retries = 0;
    for (int i = 0; i < 3_000; i++) {
      switch (random.nextInt(3)) {
        case 0 -> {
          calls++;
          budget.call(clock.getAsLong());
        }
        case 1 -> clock.advance(Duration.ofMillis(random.nextInt(100)));
        default -> retries += budget.tryRetry(clock.getAsLong()) ? 1 : 0;
      }
      double seconds = (clock.getAsLong() - begin) / 1e9;
      assertThat((double) retries)
          .isLessThanOrEqualTo(0.1 * calls + floor * seconds + floor * 10 + 1e-6);
      assertThat(balance(budget)).isNotNegative();
    }
  }

  @Test
  void grantsEachRetryOnceHoweverManyThreadsAsk() throws Exception {
    RetryBudget budget = new RetryBudget(0.1, 10);
    AtomicInteger granted = new AtomicInteger();

    StartGate.run(
        4,
        thread -> {
          for (int i = 0; i < 5_000; i++) {
            budget.call(clock.getAsLong());
            granted.addAndGet(budget.tryRetry(clock.getAsLong()) ? 1 : 0);
          }
        });

    assertThat(granted.get() + retries(budget)).isEqualTo(2_000 + 100);
  }

  private void calls(RetryBudget budget, int count) {
    for (int i = 0; i < count; i++) {
      budget.call(clock.getAsLong());
    }
  }

  private void retry(RetryBudget budget, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(budget.tryRetry(clock.getAsLong())).isTrue();
    }
  }

  private int retries(RetryBudget budget) {
    int granted = 0;
    while (budget.tryRetry(clock.getAsLong())) {
      granted++;
    }
    return granted;
  }

  private double balance(RetryBudget budget) {
    return budget.balance(clock.getAsLong());
  }
}
