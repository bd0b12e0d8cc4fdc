package io.tidegate.upstream;

import static io.tidegate.upstream.AttemptFixture.DONE;
import static io.tidegate.upstream.AttemptFixture.HELLO;
import static io.tidegate.upstream.AttemptFixture.ROLE;
import static io.tidegate.upstream.AttemptFixture.STOP;
import static io.tidegate.upstream.AttemptFixture.plainAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An attempt that asks whether it may deliver, and what it tells in the end. */
class AttemptRunContestTest {

  @Test
  void endsCancelledWithoutATraceWhenAnotherStreamWasFaster() {
    AttemptFixture attempt = AttemptFixture.stream().tooSlow();

    attempt.after(Duration.ofMillis(30)).send(ROLE, HELLO, HELLO, STOP, DONE).end();

    assertLost(attempt);
    assertThat(attempt.firstContents).containsExactly(30_000_000L);
  }

  @Test
  void endsCancelledWithoutATraceWhenAnotherPlainAnswerWasFaster() {
    AttemptFixture attempt = AttemptFixture.plain().tooSlow();

    attempt.send(plainAnswer("Hi", "stop")).end();

    assertLost(attempt);
  }

  @Test
  void endsCancelledWithoutATraceWhenItsRefusalOfTheRequestComesLate() {
    AttemptFixture attempt = AttemptFixture.silent(true).tooSlow();
    attempt.run.head(400, "application/json", null, null);

    attempt.send("{\"error\":{\"message\":\"no\"}}").end();

    assertLost(attempt);
  }

  @Test
  void asksNobodyWhenItHasNoContent() {
    AttemptFixture attempt = AttemptFixture.stream().tooSlow();

    attempt.send(": keep-alive\n\n", ROLE, DONE).end();

    assertThat(attempt.firstContents).isEmpty();
    assertThat(attempt.outcome().kind()).isNotEqualTo(Kind.CANCELLED);
  }

  @Test
  void asksOnceHoweverMuchContentComes() {
    AttemptFixture attempt = AttemptFixture.stream();

    attempt.send(HELLO, HELLO, STOP, DONE).end();

    assertThat(attempt.firstContents).hasSize(1);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403, 429, 500, 503})
  void tellsTheStatusThatTheNodeGave(int status) {
    AttemptFixture attempt = AttemptFixture.silent(false);
    attempt.run.head(status, "application/json", null, Duration.ofSeconds(2));

    attempt.send("{}").end();

    Outcome outcome = attempt.outcome();
    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.notBefore()).isEqualTo(Duration.ofSeconds(2));
    assertThat(outcome.usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void tellsTheStatusOfAnErrorUnderA200() {
    AttemptFixture attempt = AttemptFixture.stream();

    attempt.send(
        "data: {\"error\":{\"message\":\"slow down\",\"type\":\"x\",\"param\":null,"
            + "\"code\":429}}\n\n");

    assertThat(attempt.outcome().status()).isEqualTo(429);
    attempt.assertUndelivered(Kind.BUSY);
  }

  @Test
  void tellsTheTokensThatTheNodeReported() {
    AttemptFixture attempt = AttemptFixture.plain();

    attempt.send(plainAnswer("Hi", "stop")).end();

    assertThat(attempt.outcome().usage().input()).isEqualTo(3);
    assertThat(attempt.outcome().usage().output()).isEqualTo(1);
    assertThat(attempt.outcome().status()).isEqualTo(200);
  }

  private static void assertLost(AttemptFixture attempt) {
    Outcome outcome = attempt.outcome();
    assertThat(outcome.kind()).isEqualTo(Kind.CANCELLED);
    assertThat(outcome.delivered()).isFalse();
    assertThat(outcome.retryable()).isFalse();
    assertThat(attempt.answer.head()).isNull();
    assertThat(attempt.answer.ended()).isFalse();
    assertThat(attempt.text()).isEmpty();
  }
}
