package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpendingCapTest {

  private final long seed = new Random().nextLong();
  private final ManualClock clock = new ManualClock();
  private final SpendingCap cap = new SpendingCap(10);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, clock);

  @Test
  void reservesUpToTheCapAndNoMore() {
    assertThat(reserve(6)).isTrue();
    assertThat(reserve(4.000_000_001)).isFalse();
    assertThat(reserve(4)).isTrue();
    assertThat(spent()).isEqualTo(10);
    assertThat(reserve(0.000_000_001)).isFalse();
  }

  @Test
  void countsWhatItReallyCostOnceItIsSettled() {
    reserve(6);
    settle(6, 1.5);
    assertThat(spent()).isEqualTo(1.5);

    reserve(2);
    settle(2, 3);
    assertThat(spent()).isEqualTo(4.5);

    reserve(5);
    settle(5, 0);
    assertThat(spent()).isEqualTo(4.5);
  }

  @Test
  void forgetsACostAfterAnHourAndNotBefore() {
    reserve(10);
    clock.advance(Duration.ofSeconds(59));
    settle(10, 10);

    clock.advance(Duration.ofHours(1).minusNanos(1));
    assertThat(reserve(1)).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(spent()).isZero();
    assertThat(reserve(1)).isTrue();
  }

  @Test
  void countsAReservationUntilItIsSettledHoweverLongThatTakes() {
    reserve(10);

    clock.advance(Duration.ofHours(5));

    assertThat(spent()).isEqualTo(10);
    assertThat(reserve(1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1})
  void isNoCapWhereNoneIsSet(double none) {
    SpendingCap unlimited = new SpendingCap(none);

    assertThat(unlimited.tryReserve(900_000, clock.getAsLong())).isTrue();
    unlimited.settle(900_000, 800_000, clock.getAsLong());

    assertThat(unlimited.spent(clock.getAsLong())).isEqualTo(800_000);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -5, 0, Double.NEGATIVE_INFINITY})
  void takesOddAmountsForNothing(double amount) {
    assertThat(reserve(amount)).isTrue();
    settle(amount, amount);

    assertThat(spent()).isZero();
  }

  @Test
  void refusesAnEndlessAmount() {
    assertThat(reserve(Double.POSITIVE_INFINITY)).isFalse();
  }

  @Test
  void addsUpCostsFarBelowAMillionth() {
    for (int i = 0; i < 1_000; i++) {
      reserve(0.000_000_28);
      settle(0.000_000_28, 0.000_000_14);
    }

    assertThat(spent()).isEqualTo(0.000_14);
  }

  @Test
  void losesAndDoublesNothingUnderManyThreads() throws Exception {
    AtomicInteger settled = new AtomicInteger();

    StartGate.run(
        4,
        thread -> {
          Random random = new Random(seed + thread);
          for (int i = 0; i < 2_000; i++) {
            if (reserve(0.01)) {
              assertThat(spent()).isLessThanOrEqualTo(10);
              boolean costs = random.nextInt(4) == 0;
              settle(0.01, costs ? 0.01 : 0);
              settled.addAndGet(costs ? 1 : 0);
            }
          }
        });

    assertThat(spent()).isEqualTo(settled.get() / 100.0);
    assertThat(settled.get()).isBetween(990, 1_000);
  }

  private boolean reserve(double estimate) {
    return cap.tryReserve(estimate, clock.getAsLong());
  }

  private void settle(double estimate, double actual) {
    cap.settle(estimate, actual, clock.getAsLong());
  }

  private double spent() {
    return cap.spent(clock.getAsLong());
  }
}
