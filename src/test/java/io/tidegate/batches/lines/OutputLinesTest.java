package io.tidegate.batches.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.batches.FakeNodes;
import io.tidegate.batches.FakeQuestions;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputLinesTest {

  private final OutputLines lines = new OutputLines("batch_0a", Operation.CHAT);
  private final LineRun line =
      new LineRun(
          7,
          "r\n\"1\"",
          new FakeQuestions().parse("{\"model\":\"m\"}".getBytes(UTF_8), Operation.CHAT));

  @Test
  void anAnswerStandsOnOneLineAndIsNotChanged() {
    BatchResult result =
        lines.of(
            line, "q", FakeNodes.answer(200, "{\n\"n\":1.100,\r\n\"\u00e4\":\"\\n\u2028\"}\n"));

    assertThat(text(result))
        .isEqualTo(
            "{\"id\":\"batch_req_0a_7\",\"custom_id\":\"r\\n\\\"1\\\"\",\"response\":"
                + "{\"status_code\":200,\"request_id\":\"q\",\"body\":"
                + "{ \"n\":1.100,  \"\u00e4\":\"\\n\u2028\"} },\"error\":null}");
    assertThat(result.ok()).isTrue();
    assertThat(result.line()).isEqualTo(7);
  }

  @Test
  void countsTheTokensOfReasoning() {
    String body =
        "{\"choices\":[{\"usage\":{}}],\"usage\":{\"completion_tokens_details\":{\"x\":[1],"
            + "\"reasoning_tokens\":42}},\"z\":1}";

    assertThat(lines.of(line, "q", FakeNodes.answer(200, body)).tokens())
        .isEqualTo(new Batch.Tokens(3, 2, 1, 42));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "[]",
        "\"text\"",
        "{\"usage\":7}",
        "{\"usage\":{\"completion_tokens_details\":null}}",
        "{\"data\":[{\"embedding\":[0.1,NaN,-Infinity]}]}",
        "{\"x\":123456789012345678901234567890e99999}"
      })
  void takesAnyJson(String body) {
    assertThat(lines.of(line, "q", FakeNodes.answer(200, body)).ok()).isTrue();
  }

  @Test
  void aFailureIsToldInTheFormOfWhatWasAsked() {
    OutputLines messages = new OutputLines("batch_0a", Operation.MESSAGES);

    BatchResult result = messages.of(line, "q", FakeNodes.failure(ErrorCode.UPSTREAM_BUSY));

    assertThat(text(result))
        .contains("\"status_code\":529")
        .contains("\"body\":{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"");
  }

  @Test
  void takesAnAnswerOfAnyDepthAndAnyNumberThatWasPassedOnByTheGate() {
    String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
    String digits = "{\"x\":" + "7".repeat(5_000) + "}";

    assertThat(lines.of(line, "q", FakeNodes.answer(200, deep)).ok()).isTrue();
    assertThat(lines.of(line, "q", FakeNodes.answer(200, digits)).ok()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "<html>", "{\"usage\":{}"})
  void aLineWhoseAnswerIsNotJsonHasFailed(String body) {
    BatchResult result = lines.of(line, "q", FakeNodes.answer(200, body));

    assertThat(result.ok()).isFalse();
    assertThat(text(result)).contains("\"status_code\":502").contains("upstream_failed");
  }

  @Test
  void aFailureHasTheStatusAndTheEnvelopeThatACallWouldHaveHad() {
    BatchResult result = lines.of(line, "q", FakeNodes.failure(ErrorCode.UPSTREAM_TIMEOUT));

    assertThat(result.ok()).isFalse();
    assertThat(text(result))
        .contains("\"status_code\":504")
        .contains("\"code\":\"upstream_timeout\"")
        .contains("\"request_id\":\"q\"");
  }

  @Test
  void aLineThatNeverRanHasNoResponse() {
    assertThat(new String(lines.unrun(7, "a", BatchStatus.EXPIRED), UTF_8))
        .startsWith("{\"id\":\"batch_req_0a_7\",\"custom_id\":\"a\",\"response\":null,")
        .contains("\"code\":\"batch_expired\"");
    assertThat(new String(lines.unrun(7, "a", BatchStatus.CANCELLED), UTF_8))
        .contains("\"code\":\"batch_cancelled\"");
  }

  private static String text(BatchResult result) {
    return new String(result.text().bytes(), UTF_8);
  }
}
