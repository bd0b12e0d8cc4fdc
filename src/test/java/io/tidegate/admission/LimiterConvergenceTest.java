package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the limit becomes in front of whole nodes. */
class LimiterConvergenceTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final long seed = System.nanoTime();
  private final ManualClock clock = new ManualClock();
  private final Limiter limiter = new Limiter(() -> 400, new PermitCount(), clock);
  private final SimulatedNode node = new SimulatedNode(clock, limiter, seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock, seed);

  @Test
  void findsTheCapacityOfANodeThatRefusesAndStaysThereWithFewRefusals() {
    node.capacity(100);
    node.run(SECOND.multipliedBy(20));
    node.forget();

    for (int i = 0; i < 300; i++) {
      node.run(SECOND);
      assertThat(limiter.limit()).as("after %d s", 20 + i).isBetween(80, 110);
    }
    assertThat(node.busyShare()).isPositive().isLessThan(0.01);
  }

  @Test
  void findsASmallNode() {
    node.capacity(3);
    node.run(SECOND.multipliedBy(20));

    for (int i = 0; i < 100; i++) {
      node.run(SECOND);
      assertThat(limiter.limit()).as("after %d s", 20 + i).isBetween(1, 4);
    }
  }

  @Test
  void findsANodeAgainThatHasDoubled() {
    node.capacity(100);
    node.run(SECOND.multipliedBy(60));
    node.capacity(200);

    node.run(SECOND.multipliedBy(120));

    assertThat(limiter.limit()).isBetween(160, 220);
  }

  @Test
  void findsANodeAgainThatHasShrunk() {
    node.capacity(200);
    node.run(SECOND.multipliedBy(60));
    node.capacity(20);

    node.run(SECOND.multipliedBy(30));

    assertThat(limiter.limit()).isBetween(16, 24);
  }

  @Test
  void keepsTheQueueOfANodeShortThatNeverRefuses() {
    // Ten prompts a second, each answer two seconds: about twenty at once leave no queue.
    node.speed(Duration.ofMillis(100), Duration.ofSeconds(2));
    node.run(SECOND.multipliedBy(240));
    node.forget();

    node.run(SECOND.multipliedBy(600));

    assertThat(node.slowdown()).isLessThan(3);
    assertThat(limiter.limit()).isBetween(9, 28);
  }
}
