package io.tidegate.cache.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SpaceSavingTest {

  private static final Duration HALF_LIFE = Duration.ofHours(6);
  private static final int COUNTERS = 50;

  private final long seed = new Random().nextLong();
  private final ManualClock clock = new ManualClock();
  private final Random random = new Random(seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, clock);

  @Test
  void isExactWhileThereAreCountersForAll() {
    SpaceSaving<String> counts = counts(4);
    hit(counts, "a", "b", "a", "c", "a", "b");

    HeavyHitters<String> tally = counts.tally(4, clock.getAsLong());

    assertThat(tally.counted())
        .containsExactly(counted("a", 3, 0), counted("b", 2, 0), counted("c", 1, 0));
    assertThat(tally.floor()).isZero();
  }

  @Test
  void givesTheLeastCounterToANewKeyAndSaysWhoseItWas() {
    SpaceSaving<String> counts = counts(2);
    hit(counts, "a", "a", "b");

    assertThat(counts.hit("c", clock.getAsLong())).isEqualTo("b");

    HeavyHitters<String> tally = counts.tally(2, clock.getAsLong());
    assertThat(tally.counted()).containsExactlyInAnyOrder(counted("a", 2, 0), counted("c", 2, 1));
    assertThat(tally.floor()).isEqualTo(2);
  }

  @Test
  void tellsOfAShorterListHowMuchTheOthersMayHave() {
    SpaceSaving<String> counts = counts(3);
    hit(counts, "a", "a", "a", "b", "b", "c");

    HeavyHitters<String> tally = counts.tally(1, clock.getAsLong());

    assertThat(tally.counted()).containsExactly(counted("a", 3, 0));
    assertThat(tally.floor()).isEqualTo(2);
  }

  @Test
  void countsAHitHalfAfterAHalfLife() {
    SpaceSaving<String> counts = counts(2);
    hit(counts, "a", "a", "a");
    clock.advance(HALF_LIFE);
    hit(counts, "b", "b");

    HeavyHitters<String> tally = counts.tally(2, clock.getAsLong());

    assertThat(tally.counted()).extracting(HeavyHitters.Counted::key).containsExactly("b", "a");
    assertThat(tally.counted().get(1).count()).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void staysInOrderWhenNothingWasHitForYears() {
    SpaceSaving<String> counts = counts(2);
    hit(counts, "a", "a");
    clock.advance(Duration.ofDays(3 * 365));
    assertThat(counts.tally(2, clock.getAsLong()).counted().get(0).count()).isLessThan(1e-9);

    hit(counts, "b");

    assertThat(counts.tally(1, clock.getAsLong()).counted()).containsExactly(counted("b", 1, 0));
  }

  @RepeatedTest(20)
  void keepsItsBoundsOnSkewedData() {
    SpaceSaving<Integer> counts = counts(COUNTERS);
    ExactCounts exact = new ExactCounts(HALF_LIFE.toNanos(), clock.getAsLong());
    Zipf zipf = new Zipf(2000, 0.6 + random.nextDouble(), random);
    for (int i = 0; i < 5000; i++) {
      int key = zipf.next();
      counts.hit(key, clock.getAsLong());
      exact.hit(key, clock.getAsLong());
      // Now and then a long pause, so that the landmark moves.
      boolean pause = random.nextInt(1000) == 0;
      clock.advance(Duration.ofSeconds(random.nextInt(pause ? 2_000_000 : 60)));
    }
    exact.decay(clock.getAsLong());

    exact.assertBounds(counts.tally(COUNTERS, clock.getAsLong()), COUNTERS);
    exact.assertBounds(counts.tally(COUNTERS / 5, clock.getAsLong()), COUNTERS / 5);
  }

  @RepeatedTest(20)
  void keepsItsBoundsWhenMerged() {
    int servers = 2 + random.nextInt(4);
    ExactCounts exact = new ExactCounts(HALF_LIFE.toNanos(), clock.getAsLong());
    HeavyHitters<Integer> merged = new HeavyHitters<>(List.of(), 0);
    for (int server = 0; server < servers; server++) {
      SpaceSaving<Integer> counts = counts(COUNTERS);
      ExactCounts one = new ExactCounts(HALF_LIFE.toNanos(), clock.getAsLong());
      Zipf zipf = new Zipf(300 + random.nextInt(2000), 0.6 + random.nextDouble(), random);
      int shift = random.nextInt(20);
      for (int i = random.nextInt(5000); i > 0; i--) {
        int key = zipf.next() + shift;
        counts.hit(key, clock.getAsLong());
        one.hit(key, clock.getAsLong());
      }
      merged = merged.merge(counts.tally(COUNTERS, clock.getAsLong()), COUNTERS);
      exact.addAll(one);
    }

    exact.assertBounds(merged, COUNTERS);
  }

  @RepeatedTest(10)
  void mergesTheSameInEitherOrder() {
    HeavyHitters<Integer> one = tally();
    HeavyHitters<Integer> other = tally();

    HeavyHitters<Integer> merged = one.merge(other, COUNTERS);
    HeavyHitters<Integer> reversed = other.merge(one, COUNTERS);

    assertThat(merged.floor()).isEqualTo(reversed.floor());
    assertThat(merged.counted())
        .extracting(HeavyHitters.Counted::count)
        .isEqualTo(reversed.counted().stream().map(HeavyHitters.Counted::count).toList());
  }

  @Test
  void isUnchangedByMergingNothing() {
    HeavyHitters<Integer> tally = tally();

    assertThat(tally.merge(new HeavyHitters<>(List.of(), 0), COUNTERS)).isEqualTo(tally);
  }

  @Test
  void needsACounter() {
    assertThatThrownBy(() -> counts(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private HeavyHitters<Integer> tally() {
    SpaceSaving<Integer> counts = counts(COUNTERS);
    Zipf zipf = new Zipf(500, 1, random);
    for (int i = 0; i < 1000; i++) {
      counts.hit(zipf.next(), clock.getAsLong());
    }
    return counts.tally(COUNTERS, clock.getAsLong());
  }

  private <K> SpaceSaving<K> counts(int counters) {
    return new SpaceSaving<>(counters, HALF_LIFE, clock.getAsLong());
  }

  private void hit(SpaceSaving<String> counts, String... keys) {
    for (String key : keys) {
      counts.hit(key, clock.getAsLong());
    }
  }

  private static HeavyHitters.Counted<String> counted(String key, double count, double error) {
    return new HeavyHitters.Counted<>(key, count, error);
  }
}
