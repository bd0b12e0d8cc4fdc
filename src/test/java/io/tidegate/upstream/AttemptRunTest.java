package io.tidegate.upstream;

import static io.tidegate.upstream.AttemptFixture.DONE;
import static io.tidegate.upstream.AttemptFixture.HELLO;
import static io.tidegate.upstream.AttemptFixture.ROLE;
import static io.tidegate.upstream.AttemptFixture.STOP;
import static io.tidegate.upstream.AttemptFixture.chunk;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream at the first-content gate and behind it. */
class AttemptRunTest {

  private static final String CUT_OFF = chunk("{}", "\"insufficient_system_resource\"");
  private static final String BUSY_ERROR =
      "data: {\"error\":{\"message\":\"full\",\"type\":\"x\",\"param\":null,\"code\":503}}\n\n";

  private final AttemptFixture attempt = AttemptFixture.stream();

  @Test
  void passesAStreamOnAsItCame() {
    attempt.send(ROLE, HELLO, ": keep-alive\n\n", STOP, DONE).end();

    assertThat(attempt.text()).isEqualTo(ROLE + HELLO + ": keep-alive\n" + STOP + DONE);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(attempt.outcome().failure()).isNull();
    assertThat(attempt.answer.failure()).isNull();
    assertThat(attempt.reader.finished()).isTrue();
    assertThat(attempt.transport.aborted()).isFalse();
  }

  @Test
  void whoLeavesWithTheLastEventHasLeftNothing() {
    attempt.reader.listen(
        () -> {
          for (byte[] event = attempt.reader.poll(); event != null; event = attempt.reader.poll()) {
            if (new String(event, UTF_8).equals(DONE)) {
              attempt.run.cancel(Failure.CLIENT_LEFT);
            }
          }
        });

    attempt.send(HELLO, STOP, DONE);

    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(attempt.answer.failure()).isNull();
  }

  @Test
  void announcesTheAnswerWithItsFirstContent() {
    attempt.after(Duration.ofMillis(5)).send(ROLE);
    assertThat(attempt.answer.head()).isNull();
    attempt.after(Duration.ofMillis(2)).send(HELLO);

    assertThat(attempt.answer.head())
        .isEqualTo(new AnswerHead(200, AnswerHead.EVENT_STREAM, "n1", 2, 7_000_000));
    assertThat(attempt.text()).isEqualTo(ROLE + HELLO);
    attempt.assertRunning();
  }

  @Test
  void completesAtDoneAndNotAtTheEndOfTheBody() {
    attempt.send(HELLO, DONE);
    attempt.clock.advance(Duration.ofSeconds(1));
    attempt.send(": late\n\n", HELLO).end();

    assertThat(attempt.text()).isEqualTo(HELLO + DONE);
    assertThat(attempt.outcome().timings().total()).isZero();
  }

  @Test
  void takesAnAnswerWithoutAWordForOneWhenItFinished() {
    attempt.send(ROLE, STOP, DONE).end();

    assertThat(attempt.text()).isEqualTo(ROLE + STOP + DONE);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @Test
  void countsThePiecesOfAnAnswerOfWhichNoTokensAreReported() {
    attempt.send(ROLE, HELLO, HELLO, STOP, DONE).end();

    assertThat(attempt.outcome().usage()).isEqualTo(Usage.NONE);
    assertThat(attempt.outcome().seen().output()).isEqualTo(2);
  }

  @Test
  void reportsTheUsageOfTheLastChunkThatHasOne() {
    String usage =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\n";
    attempt.send(HELLO, usage, STOP, DONE).end();

    assertThat(attempt.answer.usage()).isEqualTo(new Usage(7, -1, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "\n\n\n",
        ": keep-alive\n\n",
        ": a\n\n\n: b\r\n\r\n",
        "data:\n\n",
        "data\r\r"
      })
  void takesNeitherBlankLinesNorCommentsForContent(String sign) {
    attempt.send(sign, sign);
    attempt.assertRunning();
    assertThat(attempt.answer.head()).isNull();
    attempt.send(HELLO);

    assertThat(attempt.text()).isEqualTo(HELLO);
  }

  @Test
  void isBusyWhenTheFirstEventIsAnErrorOf503() {
    attempt.send(ROLE, BUSY_ERROR);

    attempt.assertUndelivered(Kind.BUSY);
    assertThat(attempt.outcome().retryable()).isTrue();
    assertThat(attempt.outcome().failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void failsAnErrorInTheMidstOfAStreamWithoutForwardingIt() {
    attempt.send(HELLO, BUSY_ERROR, HELLO, DONE).end();

    attempt.assertBroken(Kind.BUSY);
    assertThat(attempt.text()).isEqualTo(HELLO);
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"400, COMPLETED", "422, COMPLETED", "403, FAILED", "404, FAILED"})
  void breaksOffAtACallersErrorInItsMidstWhichIsNoFailureOfTheNode(String status, Kind kind) {
    attempt.send(HELLO, BUSY_ERROR.replace("503", status).replace("full", "Content Exists Risk"));

    attempt.assertBroken(kind);
    assertThat(attempt.outcome().failure().message()).isEqualTo("Content Exists Risk");
    assertThat(attempt.outcome().status()).isEqualTo(Integer.parseInt(status));
    assertThat(attempt.text()).isEqualTo(HELLO);
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void deliversACallersErrorThatComesFirstWithItsStatus() {
    attempt.send(BUSY_ERROR.replace("503", "400").replace("full", "too long"));

    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(attempt.answer.head().status()).isEqualTo(400);
    assertThat(attempt.answer.head().contentType()).isEqualTo(AnswerHead.JSON);
    assertThat(attempt.text()).startsWith("{\"error\":{\"message\":\"too long\"");
  }

  @Test
  void failsAStreamThatIsCutBeforeContent() {
    attempt.send(ROLE).run.broken();

    attempt.assertUndelivered(Kind.FAILED);
  }

  @Test
  void failsAStreamThatIsCutInItsMidst() {
    attempt.send(HELLO, "data: {\"choi").run.broken();

    attempt.assertBroken(Kind.FAILED);
    assertThat(attempt.text()).isEqualTo(HELLO);
  }

  @Test
  void failsAStreamThatEndsInTheMidstOfAnEvent() {
    attempt.send(HELLO, "data: {\"choices\":[{\"delta\":{\"content\":\"He").end();

    attempt.assertBroken(Kind.FAILED);
    assertThat(attempt.text()).isEqualTo(HELLO);
  }

  @Test
  void takesDoneWithoutItsBlankLineForTheEnd() {
    attempt.send(HELLO, "data: [DONE]").end();

    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(attempt.text()).isEqualTo(HELLO + DONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", ": keep-alive\n\n"})
  void failsAStreamThatEndsWithNothing(String sign) {
    attempt.send(sign).end();

    attempt.assertUndelivered(Kind.FAILED);
  }

  @Test
  void failsAStreamThatIsDoneBeforeItBegan() {
    attempt.send(ROLE, DONE);

    attempt.assertUndelivered(Kind.FAILED);
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void isBusyWhenTheNodeGivesUpBeforeContent() {
    attempt.send(ROLE, CUT_OFF);

    attempt.assertUndelivered(Kind.BUSY);
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void passesTheChunkOnButNotDoneWhenTheNodeGivesUpAfterContent() {
    attempt.send(HELLO, CUT_OFF);
    assertThat(attempt.outcomes).isEmpty();
    attempt.send(DONE).end();

    assertThat(attempt.text()).isEqualTo(HELLO + CUT_OFF);
    attempt.assertBroken(Kind.BUSY);
    assertThat(attempt.answer.failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
  }

  @Test
  void passesOnWhatTheNodeMadeInTheVeryChunkInWhichItGaveUp() {
    String last = chunk("{\"content\":\"Hel\"}", "\"aborted\"");
    attempt.send(last, DONE).end();

    assertThat(attempt.text()).isEqualTo(last);
    attempt.assertBroken(Kind.BUSY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: not JSON\n\n", "data: [1]\n\n", "data: 1\n\n"})
  void failsWhatIsNoChunk(String event) {
    attempt.send(event);

    attempt.assertUndelivered(Kind.FAILED);
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void readsBytesThatAreNoUtf8AsOtherReadersOfEventsDo() {
    byte[] half = HELLO.replace("Hello", "\u00f0\u009f").getBytes(ISO_8859_1);

    attempt.run.bytes(ByteBuffer.wrap(half));
    attempt.send(HELLO, STOP, DONE);

    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(attempt.text()).contains("\ufffd").contains("Hello");
  }

  @Test
  void failsAnEventThatIsTooLarge() {
    String endless = "data: " + "x".repeat(AttemptFixture.MAX_EVENT);
    attempt.send(HELLO, endless, endless);

    attempt.assertBroken(Kind.FAILED);
    assertThat(attempt.text()).isEqualTo(HELLO);
    assertThat(attempt.transport.aborted()).isTrue();
    assertThat(attempt.answer.failure().message())
        .contains(AttemptFixture.MAX_EVENT + " bytes", "tidegate.upstream.max-event-size");
  }
}
