package io.tidegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.rehearsal.CallRecorder.RecordedCall;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.SampleCalls;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallRecorderTest {

  private static final long SECOND = 1_000_000_000;

  private final ManualClock clock = new ManualClock();
  private final CallRecorder recorder = new CallRecorder(3, clock);
  private final Call call =
      SampleCalls.chat(
          "what a client calls m",
          true,
          100,
          Deadline.after(clock.getAsLong(), Duration.ofMinutes(1)),
          Terms.DEFAULT);

  @Test
  void keepsWhenACallCameAndHowLongPromptAndAnswerWere() {
    long came = clock.getAsLong();
    clock.advance(Duration.ofSeconds(3));

    answered(SECOND, 3 * SECOND, new Usage(500, 0, 60));

    assertThat(recorder.within(Duration.ofMinutes(1)))
        .containsExactly(new RecordedCall(came, 500, 60, call.tenant().value(), "m"));
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    for (int i = 1; i <= 5; i++) {
      clock.advance(Duration.ofSeconds(1));
      answered(1, 1, new Usage(i, 0, 1));
    }

    assertThat(recorder.within(Duration.ofMinutes(1)))
        .extracting(RecordedCall::promptTokens)
        .containsExactly(3, 4, 5);
  }

  @Test
  void leavesOutWhatCameBeforeTheTimeAsked() {
    answered(1, 1, new Usage(1, 0, 1));
    clock.advance(Duration.ofMinutes(5));
    answered(1, 1, new Usage(2, 0, 1));

    assertThat(recorder.within(Duration.ofMinutes(1)))
        .extracting(RecordedCall::promptTokens)
        .containsExactly(2);
  }

  @Test
  void keepsThoseThatWereRefusedForWantOfPlaces() {
    ended(null, Usage.NONE, Failure.of(ErrorCode.QUEUE_TIMEOUT, "x"), Source.MISS);

    assertThat(recorder.within(Duration.ofMinutes(1)))
        .extracting(RecordedCall::answerTokens)
        .containsExactly(0);
  }

  @Test
  void leavesOutWhatNoNodeWasAskedFor() {
    AnswerHead head = new AnswerHead(200, AnswerHead.EVENT_STREAM, "n", 1, 1);
    ended(head, new Usage(1, 0, 1), null, Source.HIT);
    ended(head, new Usage(1, 0, 1), null, Source.COLLAPSED);
    ended(null, Usage.NONE, Failure.of(ErrorCode.MODEL_NOT_FOUND, "x"), Source.MISS);
    ended(null, Usage.NONE, Failure.of(ErrorCode.GATEWAY_STOPPING, "x"), Source.MISS);
    ended(new AnswerHead(400, AnswerHead.JSON, "n", 1, 1), new Usage(1, 0, 1), null, Source.MISS);

    assertThat(recorder.within(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void keepsNothingWhereNothingIsToBeKept() {
    CallRecorder none = new CallRecorder(0, clock);

    none.ended(
        call,
        "m",
        new AnswerHead(200, AnswerHead.EVENT_STREAM, "n", 1, 1),
        new Usage(1, 0, 1),
        new CallRecorder.End(null, 1, 2, Source.MISS));

    assertThat(none.within(Duration.ofMinutes(1))).isEmpty();
  }

  /** A node that takes 0.2 s and 1 ms for each prompt token, and 20 ms for each further one. */
  @Test
  void findsOutHowFastANodeIs() {
    for (int i = 1; i <= 40; i++) {
      long first = SECOND / 5 + i * 100L * 1_000_000L;
      answered(first, first + 9 * 20_000_000L, new Usage(i * 100L, 0, 10));
    }

    NodePace pace = recorder.speeds().of("n", 0).orElseThrow();
    assertThat(pace.firstToken()).isCloseTo(SECOND / 5.0, within(1e3));
    assertThat(pace.perPromptToken()).isCloseTo(1e6, within(1.0));
    assertThat(pace.perToken()).isCloseTo(20e6, within(1.0));
  }

  @Test
  void saysNothingOfANodeThatAnsweredLittle() {
    answered(1, 2, new Usage(10, 0, 10));

    assertThat(recorder.speeds().of("n", 0)).isEqualTo(Optional.empty());
  }

  @Test
  void knowsTheTimeToTheFirstTokenOfPromptsThatAreAllAlike() {
    for (int i = 0; i < 30; i++) {
      answered(SECOND / 2, SECOND / 2, new Usage(700, 0, 1));
    }

    NodePace pace = recorder.speeds().of("n", 0).orElseThrow();
    assertThat(pace.firstToken() + 700 * pace.perPromptToken())
        .isCloseTo(SECOND / 2.0, within(1e3));
    assertThat(pace.perToken()).isZero();
  }

  private void answered(long first, long total, Usage usage) {
    AnswerHead head = new AnswerHead(200, AnswerHead.EVENT_STREAM, "n", 1, first);
    recorder.ended(call, "m", head, usage, new CallRecorder.End(null, first, total, Source.MISS));
  }

  private void ended(AnswerHead head, Usage usage, Failure failure, Source source) {
    recorder.ended(call, "m", head, usage, new CallRecorder.End(failure, -1, 1, source));
  }
}
