package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Permit;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LimiterTest {

  private static final int THREADS = 8;
  private static final int ROUNDS = 5_000;

  private final long seed = System.nanoTime();
  private final ManualClock clock = new ManualClock();
  private final PermitCount count = new PermitCount();
  private final AtomicInteger maximum = new AtomicInteger(2);
  private final Limiter limiter = new Limiter(maximum::get, count, clock);

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock, seed);

  @Test
  void issuesAsManyPermitsAsItsMaximumFromTheStart() {
    assertThat(limiter.tryAcquire()).isPresent();
    assertThat(limiter.hasRoom()).isTrue();
    Permit last = limiter.tryAcquire().orElseThrow();

    assertThat(limiter.hasRoom()).isFalse();
    assertThat(limiter.tryAcquire()).isEmpty();
    last.close();
    assertThat(limiter.inFlight()).isEqualTo(1);
    assertThat(limiter.tryAcquire()).isPresent();
  }

  @Test
  void countsWhatItIssuedAndGotBack() {
    Permit permit = limiter.tryAcquire().orElseThrow();
    assertThat(count.issued()).isEqualTo(1);
    assertThat(count.returned()).isZero();

    permit.close();
    permit.close();

    assertThat(count.returned()).isEqualTo(1);
  }

  @Test
  void followsItsMaximumAtOnce() {
    limiter.tryAcquire();
    maximum.set(1);
    assertThat(limiter.tryAcquire()).isEmpty();
    maximum.set(3);
    assertThat(limiter.limit()).isEqualTo(3);
    assertThat(limiter.tryAcquire()).isPresent();
    maximum.set(0);
    assertThat(limiter.hasRoom()).isFalse();
  }

  @Test
  void backsOffAndGrowsAgainUpToItsMaximum() {
    maximum.set(100);
    observe(Kind.BUSY, 10);
    assertThat(limiter.limit()).isEqualTo(9);

    clock.advance(Duration.ofMinutes(2));
    for (int i = 0; i < 9; i++) {
      limiter.tryAcquire();
    }
    for (int i = 0; i < 5; i++) {
      observe(Kind.COMPLETED, 9);
    }
    assertThat(limiter.limit()).isBetween(10, 14);
    maximum.set(5);
    assertThat(limiter.limit()).isEqualTo(5);
  }

  @Test
  void givesEveryPermitOfManyThreadsBackAndNeverIssuesMoreThanItsMaximum() throws Exception {
    maximum.set(5);
    AtomicInteger held = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    StartGate.run(
        THREADS,
        thread -> {
          SplittableRandom random = new SplittableRandom(seed + thread);
          for (int i = 0; i < ROUNDS; i++) {
            Optional<Permit> permit = limiter.tryAcquire();
            if (permit.isPresent()) {
              most.accumulateAndGet(held.incrementAndGet(), Math::max);
              clock.advance(Duration.ofMillis(1));
              observe(random.nextInt(50) == 0 ? Kind.BUSY : Kind.COMPLETED, limiter.inFlight());
              held.decrementAndGet();
              permit.get().close();
            }
          }
        });

    assertThat(most.get()).isBetween(1, 5);
    assertThat(limiter.inFlight()).isZero();
    assertThat(count.issued()).isPositive().isEqualTo(count.returned());
    assertThat(limiter.limit()).isBetween(1, 5);
  }

  private void observe(Kind kind, int inFlight) {
    limiter.observe(new Sample(kind, inFlight, clock.getAsLong(), -1, 0, false));
  }
}
