package io.tidegate.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.scaling.ScalingConfig.Range;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AutoscalerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final ManualClock clock = new ManualClock();
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, clock);

  private final Autoscaler scaler = new Autoscaler(new Range(1, 50), FIVE_MINUTES);

  @Test
  void wantsAsManyAsTheLoadNeedsRoundedUp() {
    assertThat(constant(4.2, 5, 120).wanted()).isEqualTo(5);
    assertThat(new Autoscaler(new Range(1, 50), FIVE_MINUTES).observe(3, 3, 0).wanted())
        .isEqualTo(3);
  }

  @Test
  void followsAModestRiseWithinHalfAMinute() {
    constant(3, 3, 120);

    assertThat(constant(5, 3, 10).wanted()).as("after 10 s").isEqualTo(4);
    assertThat(constant(5, 3, 20).wanted()).as("after 30 s").isEqualTo(5);
  }

  @Test
  void followsASurgeWithinSeconds() {
    constant(3, 3, 120);

    Advice surge = constant(12, 3, 6);

    assertThat(surge.wanted()).isEqualTo(12);
    assertThat(surge.why()).startsWith("A surge: the last 6 s needed 12.00");
  }

  @Test
  void takesNothingAwayUntilAMinuteAfterASurge() {
    Autoscaler brief = new Autoscaler(new Range(1, 50), Duration.ofMinutes(1));
    run(brief, 3, 3, 120);
    run(brief, 12, 3, 30);
    for (int i = 0; i < 59; i++) {
      assertThat(run(brief, 1, 12, 1).wanted()).as("after %d s", i + 1).isEqualTo(12);
    }

    assertThat(run(brief, 1, 12, 120).wanted()).isEqualTo(1);
  }

  @Test
  void wantsFewerOnlyOnceFewerWereEnoughForFiveMinutes() {
    constant(8, 8, 120);

    // The mean falls to 7 within 5 s.
    Advice held = constant(2, 8, 300);
    assertThat(held.wanted()).isEqualTo(8);
    assertThat(held.why()).contains("more was wanted within the last 300 s");
    assertThat(constant(2, 8, 70).wanted()).isEqualTo(2);
  }

  @Test
  void staysWithinItsRangeAndSaysSo() {
    Autoscaler small = new Autoscaler(new Range(2, 4), FIVE_MINUTES);

    Advice idle = run(small, 0, 2, 60);
    assertThat(idle.wanted()).isEqualTo(2);
    assertThat(idle.why()).isEqualTo("The minimum; the load needs 0.00.");

    Advice crowded = run(small, 9, 4, 60);
    assertThat(crowded.wanted()).isEqualTo(4);
    assertThat(crowded.why()).isEqualTo("The maximum; the load needs 9.");
  }

  @Test
  void wantsOneMoreForNothingThatRoundingMade() {
    assertThat(constant(0.1 + 0.2 + 2.7, 3, 300).wanted()).isEqualTo(3);
  }

  @RepeatedTest(50)
  void doesNotFlapUnderAConstantLoad() {
    double needed = random.nextDouble() * 20;
    int wanted = constant(needed, 1, 1).wanted();
    for (int i = 0; i < 1200; i++) {
      wanted = changed(wanted, constant(needed, wanted, 1).wanted());
    }
  }

  @RepeatedTest(50)
  void doesNotFlapUnderALoadThatSwaysAroundAWholeNumber() {
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      double sway = 0.3 * random.nextGaussian();
      seen.add(constant(Math.max(0, 5 + sway), 6, 1).wanted());
    }

    assertThat(seen.subList(600, 1200).stream().distinct()).hasSizeLessThanOrEqualTo(1);
  }

  @RepeatedTest(100)
  void isMonotoneInLoadAndNeverLeavesItsRange() {
    Range range = new Range(random.nextInt(4), 4 + random.nextInt(20));
    Autoscaler less = new Autoscaler(range, Duration.ofSeconds(60 + random.nextInt(300)));
    Autoscaler more = new Autoscaler(range, FIVE_MINUTES);
    double load = 0;
    for (int i = 0; i < 1500; i++) {
      load = random.nextInt(40) == 0 ? random.nextDouble() * 40 : load;
      double extra = random.nextInt(3) == 0 ? random.nextDouble() * 10 : 0;
      int present = random.nextInt(12);
      clock.advance(Duration.ofMillis(500 + random.nextInt(1000)));
      int fewer = less.observe(load, present, clock.getAsLong()).wanted();
      int greater = more.observe(load + extra, present, clock.getAsLong()).wanted();

      assertThat(fewer).isBetween(range.min(), range.max()).isLessThanOrEqualTo(greater);
      assertThat(greater).isLessThanOrEqualTo(range.max());
    }
  }

  /** Once there are as many as it wants, it wants no other number. */
  private static int changed(int before, int after) {
    assertThat(after).isEqualTo(before);
    return after;
  }

  private Advice constant(double needed, int present, int seconds) {
    return run(scaler, needed, present, seconds);
  }

  private Advice run(Autoscaler one, double needed, int present, int seconds) {
    Advice advice = null;
    for (int i = 0; i < seconds; i++) {
      clock.advance(SECOND);
      advice = one.observe(needed, present, clock.getAsLong());
    }
    return advice;
  }
}
