package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.routing.nodes.Breaker.State;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is told to a breaker in whatever order, by however many threads. */
class BreakerLawsTest {

  private final long seed = new Random().nextLong();
  private final ManualClock clock = new ManualClock();
  private final Breaker breaker = new Breaker(Duration.ofSeconds(30));

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, clock);

  @RepeatedTest(20)
  void neverHasTwoProbesAndNeverAllowsACallWhileOpen() {
    Random random = new Random(seed);
    boolean probing = false;
    for (int i = 0; i < 2_000; i++) {
      long now = clock.getAsLong();
      boolean allowed = breaker.allows(now);
      State before = breaker.state(now);
      switch (random.nextInt(7)) {
        case 0 -> {
          boolean claimed = breaker.tryProbe(now);
          assertThat(claimed).isEqualTo(allowed && before == State.HALF_OPEN && !probing);
          probing |= claimed;
        }
        case 1 -> {
          breaker.succeeded(now, probing);
          probing = false;
        }
        case 2 -> {
          breaker.failed(now, probing);
          probing = false;
        }
        case 3 -> breaker.failed(now, false);
        case 4 -> {
          breaker.released(probing);
          probing = false;
        }
        case 5 -> {
          if (random.nextInt(10) == 0) {
            breaker.trip(now, "stalled");
          }
        }
        default -> clock.advance(Duration.ofMillis(random.nextInt(2_000)));
      }
      State state = breaker.state(clock.getAsLong());
      assertThat(breaker.allows(clock.getAsLong()))
          .isEqualTo(state == State.CLOSED || (state == State.HALF_OPEN && !probing));
      assertThat(breaker.ramp(clock.getAsLong())).isBetween(0.1, 1.0);
    }
  }

  @Test
  void givesItsProbeToOneOfManyThreads() throws Exception {
    for (int round = 0; round < 100; round++) {
      breaker.trip(clock.getAsLong(), "stalled");
      clock.advance(Duration.ofSeconds(1));
      AtomicInteger probes = new AtomicInteger();

      StartGate.run(3, thread -> probes.addAndGet(breaker.tryProbe(clock.getAsLong()) ? 1 : 0));

      assertThat(probes).hasValue(1);
      breaker.released(true);
    }
  }
}
