package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Outcome.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** State in, number out. */
class LearnedLimitTest {

  private static final int MAXIMUM = 400;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long FIRST = Duration.ofMillis(100).toNanos();

  private final List<LimitMove> moves = new ArrayList<>();
  private final LearnedLimit limit = new LearnedLimit(moves::add);

  /** Near the end of its range, so that it wraps in the longer tests. */
  private long now = Long.MAX_VALUE - 3 * SECOND;

  @Test
  void startsAtWhateverTheMaximumIs() {
    assertThat(limit.under(MAXIMUM)).isEqualTo(MAXIMUM);
    assertThat(limit.under(3)).isEqualTo(3);
    assertThat(limit.under(0)).isZero();
  }

  @Test
  void keepsNineTenthsOfWhatWasInFlightWhenTheRefusedAttemptStarted() {
    busy(100);

    assertThat(limit.under(MAXIMUM)).isEqualTo(90);
  }

  /** The maximum of a server whose turn with the only place is over is 0 until its next one. */
  @Test
  void comesBackFromARefusalThatIsHeardWhileThereIsNoPlace() {
    limit.observe(plain(Kind.BUSY, 1, now), 1, 0, now);

    assertThat(limit.under(0)).isZero();
    assertThat(limit.under(5)).isPositive();
  }

  @Test
  void tellsWhyItMoves() {
    busy(100);
    now += SECOND;
    completed(1, 90);

    assertThat(moves).containsExactly(LimitMove.REFUSED, LimitMove.GREW);
  }

  @Test
  void keepsNineTenthsOfTheLimitWhenMoreThanThatWasInFlight() {
    busy(100);
    now += SECOND;
    busy(100);

    assertThat(limit.under(MAXIMUM)).isEqualTo(81);
  }

  @Test
  void countsTheRefusalsOfAttemptsThatStartedBeforeItBackedOffOnce() {
    long started = now;
    now += SECOND;
    for (int i = 0; i < 100; i++) {
      observe(Kind.BUSY, 100, started, 100);
    }

    assertThat(limit.under(MAXIMUM)).isEqualTo(90);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = Mode.INCLUDE,
      names = {"FAILED", "TIMED_OUT", "CANCELLED", "REJECTED"})
  void learnsNothingFromWhatSaysNothingAboutRoom(Kind kind) {
    busy(100);
    for (int i = 0; i < 500; i++) {
      now += SECOND;
      limit.observe(new Sample(kind, 90, now, 50 * FIRST * i, 0, true), 90, MAXIMUM, now);
    }

    assertThat(limit.under(MAXIMUM)).isEqualTo(90);
  }

  @Test
  void fallsToOneAtOnceWhenANodeIsBusyWithNextToNothing() {
    busy(1);
    assertThat(limit.under(MAXIMUM)).isEqualTo(1);
  }

  @Test
  void neverFallsBelowOne() {
    for (int i = 0; i < 200; i++) {
      now += SECOND;
      busy(100);
    }
    assertThat(limit.under(MAXIMUM)).isEqualTo(1);
  }

  @Test
  void growsByAboutOnePerRoundNearTheCrowdedLevel() {
    busy(100);
    completed(91, 90);
    assertThat(limit.under(MAXIMUM)).isEqualTo(91);
    completed(90 * 4, 90);
    assertThat(limit.under(MAXIMUM)).isBetween(94, 95);
  }

  @Test
  void doublesPerRoundUpToNineTenthsOfTheLevelAtWhichStreamsBecameSlow() {
    window(FIRST, MAXIMUM);
    for (int i = 0; i < 15; i++) {
      window(20 * FIRST, MAXIMUM);
    }
    int shrunk = limit.under(MAXIMUM);
    assertThat(shrunk).isLessThan(MAXIMUM / 2);
    // Enough of them to bring the mean back to what it is at rest.
    for (int i = 0; i < 50; i++) {
      limit.observe(stream(FIRST, 0), 0, MAXIMUM, now);
    }
    assertThat(limit.under(MAXIMUM)).as("unused").isEqualTo(shrunk);

    completed(shrunk, MAXIMUM);
    assertThat(limit.under(MAXIMUM)).isEqualTo(2 * shrunk);

    completed(10 * MAXIMUM, MAXIMUM);
    assertThat(limit.under(MAXIMUM)).isBetween(361, 380);
  }

  @Test
  void doublesPerRoundOnceTheCrowdedLevelIsForgotten() {
    busy(100);
    now += LearnedLimit.MEMORY - 1;

    completed(90, 150);

    assertThat(limit.under(MAXIMUM)).isEqualTo(180);
  }

  @Test
  void remembersTheCrowdedLevelUntilThen() {
    busy(100);
    now += LearnedLimit.MEMORY - 2;

    completed(90, 150);

    assertThat(limit.under(MAXIMUM)).isBetween(90, 91);
  }

  @Test
  void growsOnlyWhileItIsUsed() {
    busy(100);
    completed(1000, 71);
    assertThat(limit.under(MAXIMUM)).isEqualTo(90);

    completed(1000, 80);
    assertThat(limit.under(MAXIMUM)).isGreaterThan(90);
  }

  @Test
  void doesNotGrowOverItsMaximum() {
    busy(100);
    now += LearnedLimit.HELD;
    completed(5000, 400);

    assertThat(limit.under(Integer.MAX_VALUE)).isBetween(100, 401);
    assertThat(limit.under(MAXIMUM)).isLessThanOrEqualTo(MAXIMUM);
  }

  @Test
  void doesNotForgetWhatItLearnedWhenTheMaximumIsSmallForAWhile() {
    busy(100);
    for (int i = 0; i < 100; i++) {
      limit.observe(plain(Kind.COMPLETED, 10, now), 10, 10, now);
    }

    assertThat(limit.under(10)).isEqualTo(10);
    assertThat(limit.under(MAXIMUM)).isEqualTo(90);
  }

  @Test
  void shrinksSmoothlyOncePerWindowWhileStreamsAreSlow() {
    busy(112);
    window(FIRST, 0);
    assertThat(limit.under(MAXIMUM)).isEqualTo(100);

    window(20 * FIRST, 100);

    // A fifth of the way to a half of it with the root of it for a queue: 100 - (100 - 60) / 5.
    assertThat(limit.under(MAXIMUM)).isEqualTo(92);
    completed(100, 100);
    assertThat(limit.under(MAXIMUM)).as("and it does not grow meanwhile").isEqualTo(92);
  }

  @Test
  void doesNotShrinkAnUnusedLimit() {
    window(FIRST, 20);
    for (int i = 0; i < 20; i++) {
      window(20 * FIRST, 20);
    }
    assertThat(limit.under(MAXIMUM)).isEqualTo(MAXIMUM);
  }

  @Test
  void doesNotShrinkByTheTimesOfPlainAnswers() {
    window(FIRST, 400);
    for (int i = 0; i < 200; i++) {
      now += SECOND / 5;
      Sample sample = new Sample(Kind.COMPLETED, 400, now, 50 * FIRST, 0, false);
      limit.observe(sample, 400, MAXIMUM, now);
    }
    assertThat(limit.under(MAXIMUM)).isEqualTo(MAXIMUM);
  }

  @Test
  void neverShrinksBelowOneAndGrowsAgainWhenANodeHasBecomeSlowForGood() {
    window(FIRST, MAXIMUM);
    for (int i = 0; i < 50; i++) {
      slowWindow(limit.under(MAXIMUM));
    }
    int least = limit.under(MAXIMUM);
    assertThat(least).isBetween(1, 50);
    for (int i = 0; i < 70; i++) {
      slowWindow(limit.under(MAXIMUM));
    }

    assertThat(limit.under(MAXIMUM)).isGreaterThan(2 * least);
  }

  private void slowWindow(int inFlight) {
    window(20 * FIRST, inFlight);
  }

  private void window(long time, int inFlight) {
    for (int i = 1; i <= 10; i++) {
      now += i == 10 ? SECOND : 0;
      limit.observe(stream(time, inFlight), inFlight, MAXIMUM, now);
    }
  }

  private void completed(int count, int inFlight) {
    for (int i = 0; i < count; i++) {
      observe(Kind.COMPLETED, inFlight, now, inFlight);
    }
  }

  private void busy(int inFlight) {
    observe(Kind.BUSY, inFlight, now, inFlight);
    now++;
  }

  private void observe(Kind kind, int inFlightAtStart, long started, int inFlight) {
    limit.observe(plain(kind, inFlightAtStart, started), inFlight, MAXIMUM, now);
  }

  private Sample stream(long firstContent, int inFlight) {
    return new Sample(Kind.COMPLETED, inFlight, now, firstContent, 0, true);
  }

  private static Sample plain(Kind kind, int inFlightAtStart, long started) {
    return new Sample(kind, inFlightAtStart, started, -1, 0, false);
  }
}
