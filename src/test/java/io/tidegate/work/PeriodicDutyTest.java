package io.tidegate.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PeriodicDutyTest {

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final PeriodicDuty periodic = new PeriodicDuty(100, new Duty(waiting::add, () -> {}));

  @Test
  void itIsBegunOnceInAPeriod() {
    periodic.tick(1_000);
    waiting.remove().run();
    periodic.tick(1_099);
    assertThat(waiting).isEmpty();

    periodic.tick(1_100);
    assertThat(waiting).hasSize(1);
  }

  @Test
  void itIsDueAtTheNextTickAfterOneThatTookLonger() {
    periodic.tick(1_000);
    periodic.tick(1_150);
    assertThat(waiting).hasSize(1);

    waiting.remove().run();
    periodic.tick(1_151);
    assertThat(waiting).hasSize(1);
  }

  @Test
  void aClockThatWasSetBackHoldsItUpForNoMoreThanAPeriod() {
    periodic.tick(1_000_000);
    waiting.remove().run();

    periodic.tick(1_000);
    assertThat(waiting).hasSize(1);
  }

  @Test
  void aFullPoolIsAskedAgainAfterAPeriod() {
    int[] asked = {0};
    PeriodicDuty refused =
        new PeriodicDuty(
            100,
            new Duty(
                task -> {
                  asked[0]++;
                  throw new RejectedExecutionException("full on purpose");
                },
                () -> {}));

    refused.tick(1_000);
    refused.tick(1_050);
    assertThat(asked[0]).isEqualTo(1);
    refused.tick(1_100);
    assertThat(asked[0]).isEqualTo(2);
  }
}
