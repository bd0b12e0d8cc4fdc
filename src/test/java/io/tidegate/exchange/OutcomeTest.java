package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Refuser;
import io.tidegate.exchange.Outcome.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {

  private static final Failure FAILURE = Failure.of(ErrorCode.UPSTREAM_FAILED, "It broke.");
  private static final Timings TIMINGS = new Timings(-1, 5);

  @ParameterizedTest
  @EnumSource(names = {"BUSY", "FAILED", "REJECTED", "TIMED_OUT"})
  void mayBeRetriedUntilContentWasDelivered(Kind kind) {
    assertThat(new Outcome(kind, FAILURE, false, null, TIMINGS).retryable()).isTrue();
    assertThat(new Outcome(kind, FAILURE, true, null, TIMINGS).retryable()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "CANCELLED"})
  void isFinalWhenCompletedOrCancelled(Kind kind) {
    assertThat(new Outcome(kind, FAILURE, false, null, TIMINGS).retryable()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMPLETED")
  void needsAFailureUnlessCompleted(Kind kind) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Outcome(kind, null, false, null, TIMINGS))
        .withMessageContaining(kind.name());
  }

  @Test
  void needsNoFailureWhenCompleted() {
    assertThat(new Outcome(Kind.COMPLETED, null, true, null, TIMINGS).failure()).isNull();
  }

  @Test
  void isARefusalMidwayWhenItCompletedAndFailed() {
    assertThat(new Outcome(Kind.COMPLETED, FAILURE, true, null, TIMINGS).refusedMidway()).isTrue();
    assertThat(new Outcome(Kind.COMPLETED, null, true, null, TIMINGS).refusedMidway()).isFalse();
    assertThat(new Outcome(Kind.FAILED, FAILURE, true, null, TIMINGS).refusedMidway()).isFalse();
  }

  @Test
  void keepsWhoRefusesTheCall() {
    Outcome refused = new Outcome(Kind.UNSUPPORTED, FAILURE, false, null, TIMINGS);

    assertThat(refused.refuser()).isNull();
    assertThat(refused.refusedBy(Refuser.NODE).refuser()).isEqualTo(Refuser.NODE);
    assertThat(refused.refusedBy(Refuser.NODE).told(413, Usage.NONE).refuser())
        .isEqualTo(Refuser.NODE);
  }

  @Test
  void labelsItsKindInLowerCase() {
    assertThat(Kind.TIMED_OUT.label()).isEqualTo("timed_out");
    assertThat(Kind.BUSY.label()).isEqualTo("busy");
  }
}
