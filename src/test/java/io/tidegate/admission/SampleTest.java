package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Timings;
import io.tidegate.exchange.Usage;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void takesWhatTheNodeComputedFromWhatItReported() {
    assertThat(sample(new Usage(100, 70, 5)).uncachedTokens()).isEqualTo(30);
    assertThat(sample(new Usage(100, -1, 5)).uncachedTokens()).isEqualTo(100);
    assertThat(sample(new Usage(100, 120, 5)).uncachedTokens()).isZero();
  }

  @Test
  void takesTheEstimateWhenTheNodeReportsNothing() {
    assertThat(sample(Usage.NONE).uncachedTokens()).isEqualTo(42);
  }

  @Test
  void carriesWhatHappened() {
    assertThat(sample(Usage.NONE))
        .isEqualTo(new Sample(Kind.COMPLETED, 3, 11, 7, 42, true, 9, -1, 0));
  }

  @Test
  void canBeComparedInTimeOnlyWithAStreamsFirstContentAndItsTokens() {
    assertThat(new Sample(Kind.COMPLETED, 3, 11, 7, 0, true).timed()).isTrue();
    assertThat(new Sample(Kind.COMPLETED, 3, 11, 7, 0, false).timed()).isFalse();
    assertThat(new Sample(Kind.COMPLETED, 3, 11, -1, 0, true).timed()).isFalse();
    assertThat(new Sample(Kind.COMPLETED, 3, 11, 7, -1, true).timed()).isFalse();
    assertThat(new Sample(Kind.COMPLETED, 3, 11, 7, 0, true).withoutTimes().timed()).isFalse();
  }

  @Test
  void canBeComparedAsAWholeOnlyWithItsTimeAndItsTokens() {
    Sample whole = sample(new Usage(100, 70, 5));

    assertThat(whole.whole()).isTrue();
    assertThat(whole.withoutFirstContent().whole()).isTrue();
    assertThat(whole.withoutFirstContent().timed()).isFalse();
    assertThat(whole.withoutTimes().whole()).isFalse();
    assertThat(sample(Usage.NONE).whole()).isFalse();
  }

  @Test
  void takesThePiecesOfAnAnswerForItsTokensWhereNobodyReportsThose() {
    Usage pieces = new Usage(-1, -1, 32);

    assertThat(sample(Usage.NONE, pieces).output()).isEqualTo(32);
    assertThat(sample(Usage.NONE, pieces).whole()).isTrue();
    assertThat(sample(Usage.NONE, pieces).timed()).isTrue();
  }

  private static Sample sample(Usage usage) {
    return sample(usage, usage);
  }

  private static Sample sample(Usage usage, Usage seen) {
    Outcome outcome =
        new Outcome(Kind.COMPLETED, null, true, null, new Timings(7, 9), 200, usage, null, seen);
    return Sample.of(outcome, 3, 11, 42, true);
  }
}
