package io.tidegate.upstream;

import static io.tidegate.upstream.AttemptFixture.DONE;
import static io.tidegate.upstream.AttemptFixture.HELLO;
import static io.tidegate.upstream.AttemptFixture.ROLE;
import static io.tidegate.upstream.AttemptFixture.STOP;
import static io.tidegate.upstream.AttemptFixture.chunk;
import static io.tidegate.upstream.AttemptFixture.plainAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that answer plainly who asked for a stream, or with a stream who asked plainly. */
class OtherFormTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/event-stream", "text/plain"})
  void turnsAPlainAnswerIntoTheStreamThatWasAskedFor(String label) {
    AttemptFixture attempt = AttemptFixture.silent(true);
    attempt.run.head(200, label, null, null);
    attempt.send("\n\n", plainAnswer("Hello", "stop")).end();

    assertThat(attempt.answer.head().contentType()).isEqualTo(AnswerHead.EVENT_STREAM);
    assertThat(attempt.answer.head().status()).isEqualTo(200);
    assertThat(attempt.text())
        .startsWith("data: {\"object\":\"chat.completion.chunk\"")
        .contains("\"delta\":{\"content\":\"Hello\"}", "\"finish_reason\":\"stop\"")
        .doesNotContain("usage")
        .endsWith(DONE);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(attempt.answer.usage()).isEqualTo(new Usage(3, -1, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "\"\"", "false", "{\"message\":\"\",\"code\":0}"})
  void passesNoErrorThatTellsNothingOnInChunks(String error) {
    AttemptFixture attempt = AttemptFixture.silent(true);
    attempt.run.head(200, "application/json", null, null);
    String answer = plainAnswer("Hello", "stop");
    attempt.send(answer.replaceFirst("[{]", "{\"error\":" + error + ",")).end();

    assertThat(attempt.text())
        .contains("\"delta\":{\"content\":\"Hello\"}")
        .doesNotContain("error")
        .endsWith(DONE);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/event-stream"})
  void turnsAStreamIntoThePlainAnswerThatWasAskedFor(String label) throws IOException {
    String usage =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\n";
    AttemptFixture attempt = AttemptFixture.silent(false);
    attempt.run.head(200, label, null, null);
    attempt.send(": hm\n\n", ROLE, HELLO, ": hm\n\n", HELLO);
    assertThat(attempt.answer.head()).isNull();
    attempt.send(STOP, usage, DONE).end();

    JsonNode answer = JSON.readTree(attempt.text());
    assertThat(answer.at("/object").asText()).isEqualTo("chat.completion");
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("HelloHello");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    assertThat(attempt.answer.head().contentType()).isEqualTo(AnswerHead.JSON);
    assertThat(attempt.answer.usage()).isEqualTo(new Usage(3, -1, 1));
  }

  @Test
  void saysOnceWhatAStreamTellsInDeltasAndOnceMoreAsAWhole() throws IOException {
    String whole =
        "data: {\"choices\":[{\"index\":0,\"delta\":null,\"message\":{\"role\":\"assistant\","
            + "\"content\":\"HelloHello\"},\"finish_reason\":\"stop\"}]}\n\n";
    AttemptFixture attempt = AttemptFixture.plain();
    attempt.send(ROLE, HELLO, HELLO, whole, DONE);

    assertThat(JSON.readTree(attempt.text()).at("/choices/0/message/content").asText())
        .isEqualTo("HelloHello");
  }

  @Test
  void leavesAnotherNodeTheCallWhenSuchAStreamBreaksOrFails() {
    AttemptFixture broken = AttemptFixture.plain();
    broken.send(ROLE, HELLO).run.broken();
    AttemptFixture failed = AttemptFixture.plain();
    failed.send(HELLO, "data: {\"error\":{\"message\":\"full\",\"code\":503}}\n\n");
    AttemptFixture gaveUp = AttemptFixture.plain();
    gaveUp.send(HELLO, chunk("{}", "\"abort\""), DONE);

    broken.assertUndelivered(Kind.FAILED);
    failed.assertUndelivered(Kind.BUSY);
    gaveUp.assertUndelivered(Kind.BUSY);
  }

  @Test
  void takesNoMoreOfAStreamThanOfAPlainAnswer() {
    AttemptFixture attempt = AttemptFixture.plain();
    String large = chunk("{\"content\":\"" + "x".repeat(3000) + "\"}", "null");
    for (int i = 0; i < 100; i++) {
      attempt.send(large);
    }

    attempt.assertUndelivered(Kind.FAILED);
    assertThat(attempt.outcome().failure().message()).contains("200000 bytes");
  }

  @Test
  void saysWhenOneCannotBeTurnedIntoTheOther() {
    AttemptFixture stream = AttemptFixture.plain();
    stream.send(HELLO.replace("\"index\":0,", ""), DONE);
    AttemptFixture plain = AttemptFixture.silent(true);
    plain.run.head(200, "application/json", null, null);
    plain
        .send("{\"choices\":[{\"message\":{\"tool_calls\":[1]},\"finish_reason\":\"stop\"}]}")
        .end();

    stream.assertUndelivered(Kind.FAILED);
    plain.assertUndelivered(Kind.FAILED);
    assertThat(plain.outcome().failure().message()).contains("another form");
  }

  @Test
  void keepsNumbersThatAreNone() {
    AttemptFixture attempt = AttemptFixture.plain();
    attempt.send(
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"logprobs\":{\"content\":"
            + "[{\"logprob\":-Infinity}]},\"finish_reason\":\"stop\"}]}\n\n",
        DONE);

    assertThat(attempt.text()).contains("\"logprob\":-Infinity");
  }
}
