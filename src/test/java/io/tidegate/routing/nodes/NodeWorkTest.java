package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.exchange.Usage;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NodeWorkTest {

  private static final long CALL = NodeWork.CALL_TOKENS;
  private static final long FIRST_GUESS = 200;

  private final ManualClock clock = new ManualClock();
  private final NodeWork work = new NodeWork();

  @RegisterExtension final ToReproduce toReproduce = new ToReproduce(clock);

  @Test
  void hasNothingToDoAtFirst() {
    assertThat(work.queued()).isZero();
    assertThat(work.outstanding()).isZero();
    assertThat(work.measured().speed(123)).isEqualTo(123);
  }

  @Test
  void queuesUncachedTokensUntilFirstContentAndHoldsAllUntilTheEnd() {
    NodeWork.RunningCall one = begin(300, 1000);
    NodeWork.RunningCall other = begin(50, 50);

    assertThat(work.queued()).isEqualTo(350 + 2 * CALL);
    assertThat(work.outstanding()).isEqualTo(1050 + 2 * FIRST_GUESS);

    one.firstContent(clock.getAsLong());
    assertThat(work.queued()).isEqualTo(50 + CALL);
    assertThat(work.outstanding()).isEqualTo(1050 + 2 * FIRST_GUESS);

    one.ended(clock.getAsLong(), Usage.NONE);
    assertThat(work.outstanding()).isEqualTo(50 + FIRST_GUESS);

    other.ended(clock.getAsLong(), Usage.NONE);
    isIdle();
  }

  @Test
  void countsEachStepOfAJobOnce() {
    NodeWork.RunningCall job = begin(300, 1000);
    NodeWork.RunningCall other = begin(1, 2);

    job.firstContent(clock.getAsLong());
    job.firstContent(clock.getAsLong());
    job.ended(clock.getAsLong(), Usage.NONE);
    job.ended(clock.getAsLong(), Usage.NONE);
    job.firstContent(clock.getAsLong());

    assertThat(work.queued()).isEqualTo(1 + CALL);
    assertThat(work.outstanding()).isEqualTo(2 + FIRST_GUESS);
    other.ended(clock.getAsLong(), Usage.NONE);
    isIdle();
  }

  @Test
  void expectsAnOutputAsLongAsOutputsWere() {
    for (int i = 0; i < 200; i++) {
      begin(1, 1).ended(clock.getAsLong(), new Usage(1, -1, 1000));
    }

    begin(0, 500);

    assertThat((double) work.outstanding()).isCloseTo(1500, within(5.0));
  }

  @Test
  void learnsItsSpeedFromTheTimeInWhichAnythingWaited() {
    for (int i = 0; i < 100; i++) {
      NodeWork.RunningCall one = begin(4000 - CALL, 4000);
      NodeWork.RunningCall other = begin(4000 - CALL, 4000);
      pass(Duration.ofMillis(500));
      one.firstContent(clock.getAsLong());
      pass(Duration.ofMillis(500));
      other.firstContent(clock.getAsLong());
      one.ended(clock.getAsLong(), Usage.NONE);
      pass(Duration.ofSeconds(20));
      other.ended(clock.getAsLong(), Usage.NONE);
    }

    assertThat(work.measured().speed(100)).isCloseTo(8000, within(400.0));
  }

  @Test
  void followsANodeThatBecomesSlower() {
    compute(Duration.ofMillis(500), 300);
    assertThat(work.measured().speed(1)).isCloseTo(8000, within(500.0));

    compute(Duration.ofSeconds(2), 100);

    assertThat(work.measured().speed(1)).isCloseTo(2000, within(500.0));
  }

  @Test
  void learnsNothingFromPlainCallsWhoseFirstContentIsTheirEnd() {
    NodeWork.RunningCall plain = work.begin(4000, 4000, false, clock.getAsLong());
    pass(Duration.ofSeconds(30));
    plain.firstContent(clock.getAsLong());
    plain.ended(clock.getAsLong(), Usage.NONE);

    assertThat(work.measured().speed(123)).isEqualTo(123);
    isIdle();
  }

  @Test
  void looksSlowWhenItLetsCallsWaitForNothing() {
    compute(Duration.ofMillis(500), 20);
    double before = work.measured().speed(1);

    NodeWork.RunningCall stuck = begin(4000, 4000);
    pass(Duration.ofSeconds(60));
    stuck.ended(clock.getAsLong(), Usage.NONE);

    assertThat(work.measured().speed(1)).isLessThan(before / 2);
    isIdle();
  }

  @Test
  void doesNotMindReadingsThatCameLate() {
    NodeWork.RunningCall job = work.begin(4000, 4000, true, clock.getAsLong());
    job.firstContent(clock.getAsLong() - 1_000_000);

    assertThat(work.measured().seconds()).isZero();
    assertThat(work.measured().speed(1)).isPositive();
  }

  @Property(tries = 200)
  void conservesTokensInWhateverOrderThingsHappen(@ForAll long seed) {
    Random random = new Random(seed);
    NodeWork.RunningCall[] jobs = new NodeWork.RunningCall[20];
    for (int i = 0; i < 400; i++) {
      int slot = random.nextInt(jobs.length);
      pass(Duration.ofMillis(random.nextInt(100)));
      if (jobs[slot] == null) {
        long uncached = random.nextInt(10_000);
        jobs[slot] =
            work.begin(
                uncached, uncached + random.nextInt(99), random.nextBoolean(), clock.getAsLong());
      } else if (random.nextBoolean()) {
        jobs[slot].firstContent(clock.getAsLong());
      } else {
        jobs[slot].ended(clock.getAsLong(), new Usage(-1, -1, random.nextInt(500) - 1));
        jobs[slot] = null;
      }
      assertThat(work.queued()).isNotNegative();
      assertThat(work.outstanding()).isGreaterThanOrEqualTo(0);
      assertThat(work.measured().speed(1)).isPositive();
    }
    for (NodeWork.RunningCall job : jobs) {
      if (job != null) {
        job.ended(clock.getAsLong(), Usage.NONE);
      }
    }
    isIdle();
  }

  @Test
  void returnsToNothingUnderThreads() throws Exception {
    StartGate.run(
        8,
        thread -> {
          for (int i = 0; i < 5000; i++) {
            NodeWork.RunningCall job = work.begin(i, 2L * i, i % 3 != 0, clock.getAsLong());
            clock.advance(Duration.ofNanos(1000));
            if (i % 5 != 0) {
              job.firstContent(clock.getAsLong());
            }
            job.ended(clock.getAsLong(), new Usage(1, 0, i % 300));
          }
        });

    isIdle();
    assertThat(work.measured().speed(1)).isPositive().isFinite();
  }

  /** Whoever is first, an attempt that is answered and cancelled at once is counted once. */
  @Test
  void countsARaceBetweenContentAndEndOnce() throws Exception {
    for (int i = 0; i < 200; i++) {
      NodeWork.RunningCall job = begin(100, 100);
      StartGate.run(
          2,
          thread -> {
            if (thread == 0) {
              job.firstContent(clock.getAsLong());
            } else {
              job.ended(clock.getAsLong(), Usage.NONE);
            }
          });
      isIdle();
    }
  }

  private NodeWork.RunningCall begin(long uncached, long total) {
    return work.begin(uncached, total, true, clock.getAsLong());
  }

  private void compute(Duration each, int times) {
    for (int i = 0; i < times; i++) {
      NodeWork.RunningCall job = begin(4000 - CALL, 4000);
      pass(each);
      job.firstContent(clock.getAsLong());
      job.ended(clock.getAsLong(), Usage.NONE);
    }
  }

  private void pass(Duration time) {
    clock.advance(time);
  }

  private void isIdle() {
    assertThat(work.queued()).isZero();
    assertThat(work.outstanding()).isZero();
  }
}
