package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The gate before streams whose last event ends them, and not a mark behind it. */
class DialectStreamsTest {

  private static final String START =
      event(
          "message_start",
          "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":"
              + "\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,"
              + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}");
  private static final String BLOCK =
      event(
          "content_block_start",
          "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\","
              + "\"text\":\"\"}}");
  private static final String PING = event("ping", "{\"type\": \"ping\"}");
  private static final String HELLO =
      event(
          "content_block_delta",
          "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
              + "\"text\":\"Hello\"}}");
  private static final String BLOCK_STOP =
      event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}");
  private static final String DELTA =
      event(
          "message_delta",
          "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":"
              + "null},\"usage\":{\"output_tokens\":2}}");
  private static final String STOP = event("message_stop", "{\"type\":\"message_stop\"}");
  private static final String WHOLE = START + BLOCK + HELLO + BLOCK_STOP + DELTA + STOP;

  private static final String CREATED =
      event(
          "response.created",
          "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"r1\","
              + "\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"m\",\"output\":[]}}");
  private static final String TEXT =
      event(
          "response.output_text.delta",
          "{\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"i\","
              + "\"output_index\":0,\"content_index\":0,\"delta\":\"Hello\"}");

  private final AttemptFixture messages = AttemptFixture.streamed(Operation.MESSAGES, true);
  private final AttemptFixture responses = AttemptFixture.streamed(Operation.RESPONSES, true);

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }

  private static String completed(String status) {
    return event(
        "response.completed",
        "{\"type\":\"response.completed\",\"sequence_number\":2,\"response\":{\"id\":\"r1\","
            + "\"object\":\"response\",\"status\":\""
            + status
            + "\",\"model\":\"m\",\"output\":[{\"id\":\"i\",\"type\":\"message\",\"role\":"
            + "\"assistant\",\"status\":\"completed\",\"content\":[{\"type\":\"output_text\","
            + "\"text\":\"Hello\",\"annotations\":[]}]}],\"usage\":{\"input_tokens\":4,"
            + "\"output_tokens\":2,\"total_tokens\":6}}}");
  }

  /** Rows 28 and 37 of other gateways' faults. */
  @Test
  void holdsThePreambleBackAndEndsWithTheLastEventThoughTheConnectionStaysOpen() {
    messages.send(START, PING, BLOCK);
    messages.assertRunning();
    assertThat(messages.answer.head()).isNull();

    messages.send(HELLO, BLOCK_STOP, DELTA, STOP);

    assertThat(messages.text()).isEqualTo(START + PING + BLOCK + HELLO + BLOCK_STOP + DELTA + STOP);
    assertThat(messages.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(messages.answer.usage()).isEqualTo(new Usage(3, -1, 2));
  }

  /**
   * Row 38: nobody knows whether such a node works, so that it is waited for until the deadline, as
   * any that is slow; but it has not begun, and may be left for one that has a place.
   */
  @Test
  void isWaitedForWhilePingsFollowThePreambleAndNothingElse() {
    messages.send(START, PING);
    for (int minute = 0; minute < AttemptFixture.DEADLINE.toMinutes(); minute++) {
      for (int i = 0; i < 3; i++) {
        messages.assertRunning();
        messages.send(PING).after(Duration.ofSeconds(20));
      }
    }

    assertThat(messages.begun()).isFalse();
    assertThat(messages.outcome().kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(messages.outcome().delivered()).isFalse();
    assertThat(messages.text()).isEmpty();

    responses.send(CREATED, ": keep-alive\n\n");
    assertThat(responses.begun()).isFalse();
    responses.send(TEXT);
    assertThat(responses.begun()).isTrue();
  }

  /** Row 36. */
  @Test
  void handsOnThePingsOfTheNodeOnceItHasContent() {
    messages.send(START, BLOCK, HELLO, PING, PING, BLOCK_STOP, DELTA, STOP);

    assertThat(messages.text())
        .isEqualTo(START + BLOCK + HELLO + PING + PING + BLOCK_STOP + DELTA + STOP);
  }

  /** Row 18: within an event, and within a character. */
  @Test
  void areReadFromPiecesOfAnySize() {
    String wave = HELLO.replace("Hello", "\uD83C\uDF0A and \u6f6e");
    byte[] bytes = (START + BLOCK + wave + BLOCK_STOP + DELTA + STOP).getBytes(UTF_8);
    for (byte each : bytes) {
      messages.run.bytes(ByteBuffer.wrap(new byte[] {each}));
    }

    assertThat(messages.text()).isEqualTo(new String(bytes, UTF_8));
    assertThat(messages.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  /** Rows 14 and 29. */
  @Test
  void ignoresWhatComesBehindTheLastEvent() {
    messages.send(WHOLE, event("error", "{\"type\":\"error\",\"error\":{\"message\":\"late\"}}"));
    messages.run.broken();

    assertThat(messages.text()).isEqualTo(WHOLE);
    assertThat(messages.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @Test
  void isBrokenWithoutItsLastEventThoughAllWasSaid() {
    messages.send(START, BLOCK, HELLO, BLOCK_STOP, DELTA).end();

    messages.assertBroken(Kind.FAILED);
  }

  /** Row 19. */
  @Test
  void isBrokenWhenNoReasonToStopWasGiven() {
    messages.send(START, BLOCK, HELLO, BLOCK_STOP, STOP);

    messages.assertBroken(Kind.FAILED);
    assertThat(messages.text()).doesNotContain("message_stop");
  }

  /** Row 28. */
  @Test
  void isLeftToAnotherNodeWhenItEndsBeforeContent() {
    responses.send(CREATED).end();

    responses.assertUndelivered(Kind.FAILED);
  }

  @Test
  void isLeftToAnotherNodeAtAnErrorBeforeContent() {
    messages.send(
        START,
        event(
            "error",
            "{\"type\":\"error\",\"error\":{\"type\":"
                + "\"overloaded_error\",\"message\":\"Overloaded\"}}"));

    messages.assertUndelivered(Kind.BUSY);
  }

  /** Row 33. */
  @Test
  void mayBeEmptyWhenTheModelStoppedByItself() {
    String most = DELTA.replace("end_turn", "max_tokens");
    messages.send(START, most, STOP);

    assertThat(messages.text()).isEqualTo(START + most + STOP);
    assertThat(messages.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  /** Row 31. */
  @Test
  void givesEventsTheNamesThatTheirNodeLeftOut() {
    messages.send(WHOLE.replaceAll("event: .*\n", ""));

    assertThat(messages.text()).isEqualTo(WHOLE);
  }

  @Test
  void takesNoMarkOfChatForAnEnd() {
    messages.send(START, BLOCK, HELLO, "data: [DONE]\n\n");

    messages.assertBroken(Kind.FAILED);
  }

  @Test
  void passesResponsesOnToTheirLastEventAndMakesNoMark() {
    responses.send(CREATED, TEXT, completed("completed"), "data: [DONE]\n\n");

    assertThat(responses.text()).isEqualTo(CREATED + TEXT + completed("completed"));
    assertThat(responses.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(responses.answer.usage()).isEqualTo(new Usage(4, -1, 2));
  }

  /** Rows 8, 9 and 22. */
  @Test
  void takesAnIncompleteResponseForAnEndOfItsOwn() {
    responses.send(CREATED, TEXT, completed("incomplete"));

    assertThat(responses.text()).endsWith(completed("incomplete"));
    assertThat(responses.answer.usage().output()).isEqualTo(2);
  }

  /** Rows 13 and 14. */
  @Test
  void keepsAnEndBackThatSaysThatTheNodeFailed() {
    String failed = completed("failed").replace("response.completed", "response.failed");
    responses.send(CREATED, TEXT, failed);

    responses.assertBroken(Kind.FAILED);
    assertThat(responses.text()).isEqualTo(CREATED + TEXT);
  }

  @Test
  void namesTheModelAsThePoolDoesWhereverItIsNamed() {
    messages.send(WHOLE.replace("\"model\":\"m\"", "\"model\":\"org/other\""));
    responses.send(
        (CREATED + TEXT + completed("completed"))
            .replace("\"model\":\"m\"", "\"model\":\"org/other\""));

    assertThat(messages.text()).isEqualTo(WHOLE);
    assertThat(responses.text()).isEqualTo(CREATED + TEXT + completed("completed"));
  }

  @Test
  void makesAPlainAnswerOfAStreamAndTheReverse() {
    AttemptFixture plain = AttemptFixture.streamed(Operation.MESSAGES, false);
    plain.send(WHOLE);
    String answer = plain.text();
    assertThat(answer).contains("\"text\":\"Hello\"", "\"stop_reason\":\"end_turn\"");

    AttemptFixture stream = AttemptFixture.json(Operation.MESSAGES, true, 200);
    stream.send(answer).end();

    assertThat(stream.text())
        .startsWith("event: message_start\n")
        .contains("Hello")
        .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
        .doesNotContain("[DONE]");
  }

  @Test
  void makesAnAnswerWithAnEmptyErrorOfAnotherFormAsWell() {
    AttemptFixture plain = AttemptFixture.streamed(Operation.MESSAGES, false);
    plain.send(WHOLE.replace("\"delta\":", "\"error\":{},\"delta\":"));
    String answer = plain.text();
    AttemptFixture stream = AttemptFixture.json(Operation.MESSAGES, true, 200);
    stream.send(answer.replaceFirst("[{]", "{\"error\":\"\",")).end();

    assertThat(answer).contains("Hello");
    assertThat(stream.text()).contains("Hello").endsWith(STOP);
  }

  /** Row 15, and DeepSeek's errors in OpenAI's form. */
  @Test
  void tellsANodesRefusalInTheDialectsOwnForm() {
    AttemptFixture attempt = AttemptFixture.json(Operation.MESSAGES, true, 400);
    attempt
        .send("{\"error\":{\"message\":\"max_tokens: too \\\"large\\\"\",\"code\":\"x\"}}")
        .end();

    assertThat(attempt.answer.head().status()).isEqualTo(400);
    assertThat(attempt.text())
        .contains("\"type\":\"error\"", "invalid_request_error", "max_tokens: too \\\"large\\\"")
        .contains("\"request_id\":\"req_12345678\"");
  }

  @Test
  void countsOfTokensAreAnswers() {
    AttemptFixture attempt = AttemptFixture.json(Operation.COUNT_TOKENS, false, 200);
    attempt.send("{\"input_tokens\":12}").end();

    assertThat(attempt.text()).isEqualTo("{\"input_tokens\":12}");
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }
}
