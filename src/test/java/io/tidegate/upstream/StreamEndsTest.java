package io.tidegate.upstream;

import static io.tidegate.upstream.AttemptFixture.DONE;
import static io.tidegate.upstream.AttemptFixture.HELLO;
import static io.tidegate.upstream.AttemptFixture.ROLE;
import static io.tidegate.upstream.AttemptFixture.STOP;
import static io.tidegate.upstream.AttemptFixture.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.upstream.reading.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How streams end, in truth and in the words of nodes. */
class StreamEndsTest {

  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\n";

  private final AttemptFixture attempt = AttemptFixture.stream();

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\"", "\" \"", "\"null\"", "\"None\"", "false", "0", "{}", "\"stop\"", "\"x\""})
  void leavesTheCallToAnotherNodeWhenNothingWasSaidWhateverTheReason(String reason) {
    attempt.send(chunk("{\"role\":\"assistant\",\"content\":\"\"}", reason));
    attempt.assertRunning();
    assertThat(attempt.answer.head()).isNull();
    if (reason.equals("\"stop\"") || reason.equals("\"x\"")) {
      attempt.run.cancel(Verdict.BROKEN);
      attempt.assertUndelivered(Kind.CANCELLED);
    } else {
      attempt.run.broken();
      attempt.assertUndelivered(Kind.FAILED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":\"\",\"provider_specific_fields\":{\"refusal\":null}}",
        "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"\",\"index\":0}]}",
        "{\"id\":\"msg_1\",\"is_final\":false}"
      })
  void leavesTheCallToAnotherNodeWhenOnlyLabelsCame(String delta) {
    attempt.send(chunk(delta, "null"));
    attempt.assertRunning();
    attempt.run.broken();

    attempt.assertUndelivered(Kind.FAILED);
  }

  @Test
  void isWholeOnceItsChoicesEndedThoughDoneIsMissing() {
    attempt.send(ROLE, HELLO, STOP, USAGE).end();

    assertThat(attempt.text()).isEqualTo(ROLE + HELLO + STOP + USAGE + DONE);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(attempt.answer.usage()).isEqualTo(new Usage(7, -1, 2));
  }

  @Test
  void isWholeOnceItsChoicesEndedThoughTheConnectionBreaks() {
    attempt.send(ROLE, HELLO, STOP).run.broken();

    assertThat(attempt.text()).isEqualTo(ROLE + HELLO + STOP + DONE);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @Test
  void isWholeOnceItsChoicesEndedThoughTheNodeStaysSilentThen() {
    attempt.send(HELLO, STOP);
    attempt.after(AttemptFixture.IDLE.plusMillis(1));

    assertThat(attempt.text()).isEqualTo(HELLO + STOP + DONE);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    attempt.after(Duration.ofSeconds(3));
    assertThat(attempt.transport.aborted()).isTrue();
  }

  @Test
  void isWholeThoughTheBlankLineBehindItsLastEventIsMissing() {
    attempt.send(HELLO, STOP.stripTrailing()).end();

    assertThat(attempt.text()).isEqualTo(HELLO + STOP + DONE);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @Test
  void passesTheLastEventOnWithoutItsBlankLineEvenIfMoreIsMissing() {
    attempt.send(HELLO, HELLO.stripTrailing()).end();

    attempt.assertBroken(Kind.FAILED);
    assertThat(attempt.text()).isEqualTo(HELLO + HELLO);
  }

  @Test
  void isNotWholeWhileOneOfItsChoicesHasNotEnded() {
    String second = HELLO.replace("\"index\":0", "\"index\":1");
    attempt.send(HELLO, second, STOP).end();

    attempt.assertBroken(Kind.FAILED);
    assertThat(attempt.text()).isEqualTo(HELLO + second + STOP);
  }

  @Test
  void believesNoReasonThatComesWithEveryChunk() {
    String chunk = chunk("{\"content\":\"Hello\"}", "\"stop\"");
    attempt.send(chunk, chunk).run.broken();

    attempt.assertBroken(Kind.FAILED);
  }

  @ParameterizedTest
  @CsvSource({
    "insufficient_system_resource, BUSY",
    "abort, BUSY",
    "aborted, BUSY",
    "cancelled, BUSY",
    "preempted, BUSY",
    "error, FAILED",
    "engine_error, FAILED",
    "network_error, FAILED",
    "failed, FAILED",
    "timeout, FAILED"
  })
  void isNoAnswerWhenTheEngineGaveUp(String reason, Kind kind) {
    String last = chunk("{}", "\"" + reason + "\"");
    AttemptFixture before = AttemptFixture.stream();
    before.send(ROLE, last);
    attempt.send(HELLO, last, DONE).end();

    before.assertUndelivered(kind);
    attempt.assertBroken(kind);
    assertThat(attempt.text()).isEqualTo(HELLO + last);
  }

  @Test
  void isNoAnswerWhenTheEngineGaveUpAndSaysNothingMore() {
    String last = chunk("{}", "\"abort\"");
    attempt.send(HELLO, last).end();

    attempt.assertBroken(Kind.BUSY);
    assertThat(attempt.text()).isEqualTo(HELLO + last);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: error\ndata: {\"message\":\"full\",\"code\":503}\n\n",
        "event: error\ndata: {\"error\":{\"message\":\"full\",\"type\":\"overloaded_error\"}}\n\n",
        "error: {\"code\":503,\"message\":\"full\",\"type\":\"unavailable_error\"}\n\n",
        "data: {\"object\":\"error\",\"message\":\"full\",\"code\":503}\n\n",
        "data: {\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}\n\n",
        "data:"
            + " {\"choices\":[{\"index\":0,\"delta\":{},\"error\":{\"code\":503,\"message\":\"f\"}}]}\n\n",
        "data: {\"detail\":\"full\",\"status\":503}\n\n",
        "data: {\"status_code\":503,\"choices\":null,\"message\":\"full\"}\n\n",
        "data: {\"choices\":null,\"base_resp\":{\"status_code\":503,\"status_msg\":\"full\"}}\n\n",
        "data: {\"detail\":{\"message\":\"queue full\",\"code\":503}}\n\n",
        "data: {\"status\":503,\"title\":\"Service Unavailable\"}\n\n"
      })
  void seesAnErrorInEachOfItsFormsBeforeAndAfterContent(String error) {
    AttemptFixture before = AttemptFixture.stream();
    before.send(ROLE, error);
    attempt.send(HELLO, error, DONE).end();

    before.assertUndelivered(Kind.BUSY);
    attempt.assertBroken(Kind.BUSY);
    assertThat(attempt.text()).isEqualTo(HELLO);
  }

  @Test
  void takesChunksThatAreAboutNothingForSignsOfLife() {
    String nothing = "data: {\"choices\":[]}\n\n";
    attempt.send(HELLO);
    for (int i = 0; i < 4; i++) {
      attempt.after(AttemptFixture.IDLE.dividedBy(3)).send(nothing);
    }

    attempt.assertRunning();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "[]", "false", " null ", "\t[] "})
  void dropsDataThatSayNothingBeforeAndWithinAStream(String nothing) {
    String event = "data: " + nothing + "\n\n";
    attempt.send(event, ROLE, event, HELLO, event, event, STOP, event, DONE);

    assertThat(attempt.text()).isEqualTo(ROLE + HELLO + STOP + DONE);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @Test
  void takesDataThatSayNothingForSignsOfLifeAndNotForABeginning() {
    String nothing = "data: null\n\n";
    attempt.send(nothing);
    assertThat(attempt.begun()).isFalse();

    attempt.send(HELLO);
    for (int i = 0; i < 4; i++) {
      attempt.after(AttemptFixture.IDLE.dividedBy(3)).send(nothing);
    }

    attempt.assertRunning();
    assertThat(attempt.text()).isEqualTo(HELLO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "7", "\"x\"", "[1]", "nul", "[]x"})
  void isNoAnswerWhenItsDataAreNoObjectAndSaySomething(String data) {
    attempt.send(HELLO, "data: " + data + "\n\n");

    attempt.assertBroken(Kind.FAILED);
  }

  @Test
  void isWholeThoughEachChunkTellsOfSuccess() {
    String usage = USAGE.replace("{\"choices", "{\"code\":0,\"message\":\"Success\",\"choices");
    attempt.send(HELLO, STOP, usage, DONE).end();

    assertThat(attempt.text()).isEqualTo(HELLO + STOP + usage + DONE);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @Test
  void dropsIdsAndEventsOfNothing() {
    attempt.send(
        "id: 1\n" + ROLE, "retry: 9\nid: 2\n" + HELLO, "id: 3\n\n", "data: \n\n", "id: 4\n" + DONE);

    assertThat(attempt.text()).isEqualTo(ROLE + HELLO + DONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff", "\n\n\ufeff", "\ufeff\n", "\ufeff\r\n\ufeff", ": hm\n\n\ufeff"})
  void losesNothingBehindAByteOrderMark(String front) {
    attempt.send(front + HELLO, STOP, "\ufeff" + DONE);

    assertThat(attempt.text()).isEqualTo(HELLO + STOP + DONE);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }
}
