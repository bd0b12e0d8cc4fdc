package io.tidegate.upstream;

import static io.tidegate.upstream.AttemptFixture.DEADLINE;
import static io.tidegate.upstream.AttemptFixture.DONE;
import static io.tidegate.upstream.AttemptFixture.FIRST_CONTENT;
import static io.tidegate.upstream.AttemptFixture.HELLO;
import static io.tidegate.upstream.AttemptFixture.IDLE;
import static io.tidegate.upstream.AttemptFixture.PLAIN_ANSWER;
import static io.tidegate.upstream.AttemptFixture.ROLE;
import static io.tidegate.upstream.AttemptFixture.WINDOW;
import static io.tidegate.upstream.AttemptFixture.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watchdogs, the deadline, the client's pace, cancellation. */
class AttemptRunTimeTest {

  private static final Duration TICK = Duration.ofNanos(1);
  private static final Failure GONE = Failure.of(ErrorCode.CLIENT_CLOSED, "Gone.");

  private final AttemptFixture attempt = AttemptFixture.stream();

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", ": keep-alive\n\n", "\n\n:\n"})
  void waitsUntilTheCallsDeadlineForANodeThatHasAnswered(String sign) {
    for (int second = 1; second < DEADLINE.toSeconds(); second++) {
      attempt.send(sign).after(Duration.ofSeconds(1));
    }
    attempt.assertRunning();
    attempt.after(Duration.ofSeconds(1));

    attempt.assertUndelivered(Kind.TIMED_OUT);
    assertThat(attempt.outcome().failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void takesContentThatComesJustBeforeTheDeadline() {
    attempt.send(ROLE).after(DEADLINE.minusSeconds(1)).send(HELLO, DONE);

    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavesANodeWithoutAByteForAnotherThatHasAPlace(boolean stream) {
    AttemptFixture silent = AttemptFixture.silent(stream);
    silent.after(stream ? FIRST_CONTENT : PLAIN_ANSWER);
    silent.assertRunning();
    silent.after(TICK);

    silent.assertUndelivered(Kind.TIMED_OUT);
    assertThat(silent.outcome().failure().code()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void waitsUntilTheCallsDeadlineWhereNoOtherCanTakeTheCall(boolean stream) {
    AttemptFixture silent = AttemptFixture.silent(stream).alone().after(DEADLINE.minus(TICK));
    silent.assertRunning();
    silent.after(TICK);

    silent.assertUndelivered(Kind.TIMED_OUT);
    assertThat(silent.outcome().failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
  }

  @Test
  void isBegunByAnythingOfTheAnswerItselfAndNotByWhatKeepsItOpen() {
    AttemptFixture plain = AttemptFixture.plain().send("\n", " \r\n");
    attempt.send(": keep-alive\n\n", "\n", "data: \n\n");
    assertThat(attempt.begun()).isFalse();
    assertThat(plain.begun()).isFalse();

    attempt.send(ROLE);
    plain.send("{");
    assertThat(attempt.begun()).isTrue();
    assertThat(plain.begun()).isTrue();
  }

  @Test
  void takesAPlainAnswerThatIsWholeThoughItsBodyDoesNotEnd() {
    AttemptFixture plain = AttemptFixture.plain().send(AttemptFixture.plainAnswer("Hi", "stop"));
    plain.after(IDLE);
    plain.assertRunning();
    plain.after(TICK);

    assertThat(plain.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(plain.transport.aborted()).isFalse();
  }

  @Test
  void waitsOnForTheRestOfAPlainAnswer() {
    String answer = AttemptFixture.plainAnswer("Hi", "stop");
    AttemptFixture plain = AttemptFixture.plain().send(answer.substring(0, 50)).after(IDLE);
    plain.after(IDLE);
    plain.assertRunning();

    plain.send(answer.substring(50)).end();

    assertThat(plain.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @Test
  void doesNotWaitLongForTheEndOfAnError() {
    AttemptFixture refused = AttemptFixture.silent(true);
    refused.run.head(503, "text/html", null, null);
    refused.send("<html>").after(IDLE);
    refused.assertRunning();
    refused.after(TICK);

    refused.assertUndelivered(Kind.BUSY);
  }

  @Test
  void failsAStreamOfWhichNothingComesAnyMore() {
    attempt.after(Duration.ofSeconds(50)).send(HELLO);
    attempt.after(IDLE);
    attempt.assertRunning();
    attempt.after(TICK);

    attempt.assertBroken(Kind.TIMED_OUT);
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void letsAStreamGoOnThatShowsSignsOfLife() {
    attempt.send(HELLO);
    for (int i = 0; i < 10; i++) {
      attempt.after(IDLE).send(": keep-alive\n\n");
      attempt.text();
    }

    attempt.assertRunning();
  }

  @Test
  void letsAStreamGoOnThatMakesProgress() {
    for (int i = 0; i < 10; i++) {
      attempt.send(HELLO).after(IDLE);
      attempt.reader.passedOn(attempt.text().length());
    }

    attempt.assertRunning();
  }

  @Test
  void doesNotBlameTheNodeWhileTheClientIsSlow() {
    attempt.send(chunk("{\"content\":\"" + "x".repeat(WINDOW) + "\"}", "null"));
    assertThat(attempt.run.full()).isTrue();
    attempt.after(IDLE).after(IDLE).after(IDLE);
    attempt.assertRunning();
    attempt.reader.passedOn(attempt.text().length());
    assertThat(attempt.run.full()).isFalse();
    attempt.after(IDLE);
    attempt.assertRunning();
    attempt.after(TICK);

    attempt.assertBroken(Kind.TIMED_OUT);
  }

  @Test
  void readsOnOnceTheClientHasTakenEnough() {
    String event = chunk("{\"content\":\"" + "x".repeat(WINDOW / 2) + "\"}", "null");
    attempt.send(event);
    assertThat(attempt.run.full()).isFalse();
    attempt.send(event);
    assertThat(attempt.run.full()).isTrue();
    int backlog = attempt.text().length();
    attempt.reader.passedOn(backlog - WINDOW);
    assertThat(attempt.transport.resumes()).isZero();
    attempt.reader.passedOn(1);
    assertThat(attempt.transport.resumes()).isEqualTo(1);
    attempt.reader.passedOn(WINDOW - 1);

    assertThat(attempt.transport.resumes()).isEqualTo(1);
    assertThat(attempt.run.full()).isFalse();
  }

  @Test
  void readsOnWhenASlowReaderLeavesAndTheOtherHasEverything() {
    // It joins before content, as a second client with the same question would.
    var slow = attempt.answer.open(() -> {}).orElseThrow();
    attempt.send(chunk("{\"content\":\"" + "x".repeat(WINDOW) + "\"}", "null"));
    attempt.reader.passedOn(attempt.text().length());
    assertThat(attempt.run.full()).isTrue();

    slow.close();

    assertThat(attempt.run.full()).isFalse();
    assertThat(attempt.transport.resumes()).isEqualTo(1);
  }

  @Test
  void endsAtTheCallsDeadlineBeforeContent() {
    AttemptFixture late = AttemptFixture.plain();
    late.clock.advance(DEADLINE.minus(TICK));
    late.send("\n");
    late.after(TICK);

    late.assertUndelivered(Kind.TIMED_OUT);
    assertThat(late.outcome().failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
  }

  @Test
  void endsAtTheCallsDeadlineInTheMidstOfAStream() {
    attempt.send(HELLO);
    attempt.clock.advance(DEADLINE.minus(TICK));
    attempt.send(HELLO).after(Duration.ZERO);
    attempt.assertRunning();
    attempt.after(TICK);

    attempt.assertBroken(Kind.TIMED_OUT);
    assertThat(attempt.answer.failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void isCancelledBeforeAHeadAndBeforeContent() {
    AttemptFixture silent = AttemptFixture.silent(true);
    silent.run.cancel(GONE);
    attempt.send(ROLE).run.cancel(GONE);

    for (AttemptFixture cancelled : new AttemptFixture[] {silent, attempt}) {
      cancelled.assertUndelivered(Kind.CANCELLED);
      assertThat(cancelled.outcome().failure()).isEqualTo(GONE);
      assertThat(cancelled.transport.aborted()).isTrue();
    }
  }

  @Test
  void isCancelledWhileDelivering() {
    attempt.send(HELLO).run.cancel(GONE);
    attempt.send(HELLO, DONE).run.broken();

    attempt.assertBroken(Kind.CANCELLED);
    assertThat(attempt.answer.failure()).isEqualTo(GONE);
    assertThat(attempt.text()).isEqualTo(HELLO);
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void isNotCancelledAfterItsEnd() {
    attempt.send(HELLO, DONE).end().run.cancel(GONE);

    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(attempt.transport.aborted()).isFalse();
  }

  @Test
  void hangsUpOnANodeThatDoesNotCloseItsBodyAfterDone() {
    attempt.send(HELLO, DONE).after(Duration.ofSeconds(2));
    assertThat(attempt.transport.aborted()).isFalse();
    assertThat(attempt.run.tick(attempt.clock.getAsLong())).isTrue();
    attempt.after(TICK);

    assertThat(attempt.transport.aborted()).isTrue();
    assertThat(attempt.run.tick(attempt.clock.getAsLong())).isFalse();
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @Test
  void isWatchedNoLongerOnceItsConnectionIsDone() {
    assertThat(attempt.run.tick(attempt.clock.getAsLong())).isTrue();
    attempt.send(HELLO, DONE).end();

    assertThat(attempt.run.tick(attempt.clock.getAsLong())).isFalse();
  }
}
