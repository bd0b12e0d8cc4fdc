package io.tidegate.upstream;

import static io.tidegate.upstream.AttemptFixture.plainAnswer;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain answers and error responses. */
class AttemptRunPlainTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANSWER = plainAnswer("Hello", "stop");

  private final AttemptFixture attempt = AttemptFixture.plain();

  @Test
  void deliversTheWholeBodyAsOneEventAtItsEnd() {
    attempt.send(ANSWER.substring(0, 20), ANSWER.substring(20));
    attempt.assertRunning();
    assertThat(attempt.answer.head()).isNull();
    attempt.clock.advance(Duration.ofMillis(3));
    attempt.end();

    assertThat(new String(attempt.reader.poll(), UTF_8)).isEqualTo(ANSWER);
    assertThat(attempt.reader.finished()).isTrue();
    assertThat(attempt.answer.head())
        .isEqualTo(new AnswerHead(200, AnswerHead.JSON, "n1", 2, 3_000_000));
    assertThat(attempt.answer.usage()).isEqualTo(new Usage(3, -1, 1));
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(attempt.outcome().timings().firstContent()).isEqualTo(3_000_000);
    assertThat(attempt.transport.aborted()).isFalse();
  }

  @Test
  void stripsTheBlankLinesInFront() {
    attempt.send("\n", "\n\r\n", " \n" + ANSWER, "\n").end();

    assertThat(attempt.text()).isEqualTo(ANSWER + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\n\n\r\n "})
  void failsABodyOfNothing(String body) {
    attempt.send(body).end();

    attempt.assertUndelivered(Kind.FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "[]",
        "{}",
        "{\"choices\":[]}",
        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"Hel"
      })
  void failsWhatIsNoAnswer(String body) {
    attempt.send(body).end();

    attempt.assertUndelivered(Kind.FAILED);
  }

  @ParameterizedTest
  @CsvSource({"503, BUSY", "429, BUSY", "500, FAILED", "401, REJECTED", "'\"oops\"', FAILED"})
  void judgesAnErrorUnderAStatusOf200ByItsCode(String code, Kind kind) {
    attempt.send("\n\n{\"error\":{\"message\":\"no\",\"code\":" + code + "}}").end();

    attempt.assertUndelivered(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"code":500,"msg":"busy","data":{"traceId":"x"}} | FAILED
          {"code":429,"message":"busy","data":"x"}         | BUSY
          {"choices":null,"base_resp":{"status_code":1008,"status_msg":"busy"}} | REJECTED
          {"detail":{"message":"busy","code":503}}         | BUSY
          {"status":503,"title":"busy"}                    | BUSY
          {"code":"Throttling.RateQuota","message":"busy"} | BUSY
          """)
  void judgesAnErrorInAnEnvelopeOfAnyForm(String body, Kind kind) {
    attempt.send(body).end();

    attempt.assertUndelivered(kind);
    assertThat(attempt.outcome().words().message()).isEqualTo("busy");
  }

  @Test
  void takesBytesThatAreNoUtf8ForOneCharacterThatNobodyKnows() {
    byte[] half = ANSWER.replace("Hello", "\u00f0\u009f").getBytes(ISO_8859_1);

    attempt.run.bytes(ByteBuffer.wrap(half));
    attempt.end();

    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(attempt.text()).isEqualTo(ANSWER.replace("Hello", "\ufffd"));
  }

  @Test
  void isBusyWhenTheNodeGaveUp() {
    attempt.send(plainAnswer("Hel", "insufficient_system_resource")).end();

    attempt.assertUndelivered(Kind.BUSY);
  }

  @Test
  void takesLargeBodiesUpToItsLimit() {
    String large = plainAnswer("x".repeat(150_000), "stop");
    for (int at = 0; at < large.length(); at += 10_000) {
      attempt.send(large.substring(at, Math.min(large.length(), at + 10_000)));
    }
    attempt.end();

    assertThat(attempt.text()).isEqualTo(large);
    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @Test
  void takesABodyOfExactlyItsLimitAndNotOneByteMore() {
    int rest = AttemptFixture.MAX_ANSWER - plainAnswer("", "stop").length();
    attempt.send(plainAnswer("x".repeat(rest), "stop")).end();
    AttemptFixture larger = AttemptFixture.plain();
    larger.send(plainAnswer("x".repeat(rest + 1), "stop"));

    assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
    larger.assertUndelivered(Kind.FAILED);
    assertThat(larger.transport.aborted()).isTrue();
    assertThat(larger.outcome().failure().message())
        .contains("200000 bytes", "tidegate.upstream.max-answer-size");
    larger.send("more").end();
    larger.assertUndelivered(Kind.FAILED);
  }

  @ParameterizedTest
  @CsvSource({
    "401, REJECTED",
    "402, REJECTED",
    "403, UNSUPPORTED",
    "404, UNSUPPORTED",
    "408, BUSY",
    "413, UNSUPPORTED",
    "429, BUSY",
    "503, BUSY",
    "529, BUSY",
    "500, FAILED",
    "502, FAILED",
    "504, FAILED",
    "204, FAILED",
    "304, FAILED"
  })
  void doesNotDeliverTheNodesOwnTroubles(int status, Kind kind) {
    AttemptFixture refused = refused(status, "{\"error\":{\"message\":\"sk-secret\"}}");

    refused.assertUndelivered(kind);
    assertThat(refused.outcome().failure().message()).doesNotContain("sk-secret");
    assertThat(refused.outcome().words().message()).isEqualTo("[redacted]");
    assertThat(refused.outcome().words().json()).doesNotContain("secret");
    assertThat(refused.outcome().notBefore()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 415, 422})
  void deliversACallersMistakeInTheEnvelopeWithTheNodesStatus(int status) throws Exception {
    AttemptFixture refused =
        refused(
            status,
            "{\"error\":{\"message\":\"too"
                + " long\",\"type\":\"x\",\"code\":400},\"object\":\"error\"}");

    assertThat(refused.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(refused.answer.head().status()).isEqualTo(status);
    assertThat(refused.answer.head().contentType()).isEqualTo(AnswerHead.JSON);
    JsonNode error = JSON.readTree(refused.text()).path("error");
    assertThat(error.path("message").asText()).isEqualTo("too long");
    assertThat(error.path("type").asText()).isEqualTo("x");
    assertThat(error.path("param").isNull()).isTrue();
    assertThat(error.path("code").isTextual()).isTrue();
    assertThat(error.path("code").asText()).isEqualTo("400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>no</html>", "{\"detail\":\"x\"}", "{\"error\":{\"mess"})
  void findsWordsForACallersMistakeThatTheNodeDidNotExplain(String body) throws Exception {
    AttemptFixture refused = refused(422, body);

    assertThat(refused.answer.head().status()).isEqualTo(422);
    assertThat(JSON.readTree(refused.text()).path("error").path("message").asText()).isNotBlank();
  }

  @Test
  void readsAnErrorBodyOnlySoFar() {
    AttemptFixture refused = AttemptFixture.silent(false);
    refused.run.head(503, "text/html", null, null);
    for (int i = 0; i < 100; i++) {
      refused.send("x".repeat(10_000));
    }
    refused.end();

    refused.assertUndelivered(Kind.BUSY);
    assertThat(refused.outcome().failure().code()).isEqualTo(ErrorCode.UPSTREAM_BUSY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Found. Redirecting to https://inside.example/login?key=secret",
        "<html><title>Moved to inside.example</title><a href='http://inside.example/'>Here</a>",
        "{\"error\":{\"message\":\"see https://inside.example/?key=secret\"}}"
      })
  void ofARedirectNothingIsToldButThatItIsOne(String body) {
    AttemptFixture redirected = refused(307, body);

    redirected.assertUndelivered(Kind.FAILED);
    assertThat(redirected.outcome().failure().message()).contains("a redirect (307)");
    assertThat(redirected.outcome().words().message()).isNull();
    assertThat(redirected.outcome().words().json()).doesNotContain("inside", "secret");
  }

  private static AttemptFixture refused(int status, String body) {
    AttemptFixture refused = AttemptFixture.silent(true);
    refused.run.head(status, "application/json", null, Duration.ofSeconds(7));
    return refused.send(body).end();
  }
}
