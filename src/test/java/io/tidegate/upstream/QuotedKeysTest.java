package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that a node, or a proxy before it, quotes: they reach nobody. */
class QuotedKeysTest {

  private static final String QUOTED =
      "{\"message\":\"Bad headers:\\n"
          + "Authorization: Bearer node-key\\n"
          + "x-api-key: node-key, or was it\\n"
          + "sk-secret?\",\"type\":\"invalid_request_error\",\"param\":\"node-key\",\"sent\":{\"node-key\":[\"Bearer"
          + " node-key\",7,\"\\tsk-secret\"]}}";
  private static final String ERROR = "{\"error\":" + QUOTED + "}";

  @ParameterizedTest
  @ValueSource(ints = {400, 406, 409, 411, 414, 415, 418, 421, 422, 431, 451, 499})
  void areCutOutOfWhatIsToldOfACallersMistake(int status) {
    AttemptFixture refused = AttemptFixture.json(Operation.CHAT, true, status).send(ERROR).end();

    assertThat(refused.answer.head().status()).isEqualTo(status);
    assertTold(refused);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void areCutOutInWhateverFormErrorsHave(Operation operation) {
    AttemptFixture refused = AttemptFixture.json(operation, false, 400).send(ERROR).end();

    assertTold(refused);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 413, 429, 500, 503})
  void areCutOutOfWhatIsKeptOfANodesOwnTroubles(int status) {
    AttemptFixture failed = AttemptFixture.json(Operation.CHAT, false, status).send(ERROR).end();

    assertThat(failed.text()).isEmpty();
    assertThat(failed.outcome().words().json()).doesNotContain("node-key", "secret");
    assertThat(failed.outcome().words().message())
        .contains("[redacted]")
        .doesNotContain("node-key", "secret");
  }

  @Test
  void areCutOutOfAnErrorUnderAStatusOf200() {
    AttemptFixture refused = AttemptFixture.plain().send(ERROR).end();

    assertThat(refused.answer.head().status()).isEqualTo(400);
    assertTold(refused);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: " + ERROR + "\n\n", "event: error\ndata: " + QUOTED + "\n\n"})
  void areCutOutOfAnEventBeforeContent(String event) {
    AttemptFixture refused = AttemptFixture.stream().send(AttemptFixture.ROLE, event).end();

    assertThat(refused.answer.head().status()).isEqualTo(400);
    assertTold(refused);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: " + ERROR + "\n\n", "event: error\ndata: " + QUOTED + "\n\n"})
  void areInNoPartOfAStreamThatBreaksBehindContent(String event) {
    AttemptFixture broken = AttemptFixture.stream().send(AttemptFixture.HELLO, event).end();

    broken.assertBroken(Kind.COMPLETED);
    assertThat(broken.text()).contains("Hello").doesNotContain("node-key", "secret");
    assertThat(broken.answer.failure().message()).doesNotContain("node-key", "secret");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7})
  void areCutOutWhereOnlyTheirBeginningIsLeftOfTheWords(int left) {
    String words = "x".repeat(4096 - left) + "node-key and so on";
    AttemptFixture refused =
        AttemptFixture.json(Operation.CHAT, false, 400)
            .send("{\"error\":{\"message\":\"" + words + "\"}}")
            .end();

    assertThat(refused.text()).contains("x[redacted]\u2026").doesNotContain("xnode");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7})
  void areCutOutWhereABodyThatIsTooLongEndsWithinThem(int left) {
    String head = "{\"error\":{\"message\":\"bad\",\"request\":\"";
    String tail = "\",\"headers\":\"Bearer ";
    String copy = "x".repeat((256 << 10) - left - head.length() - tail.length());
    AttemptFixture refused =
        AttemptFixture.json(Operation.CHAT, false, 400)
            .send(head + copy + tail + "node-key and so on\"}}")
            .end();

    assertThat(refused.text()).contains("bad").doesNotContain("node");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"error\":{\"message\":\"Bearer node-ke", "Bearer node-ke"})
  void areCutOutWhereABodyBreaksOffWithinThem(String body) {
    AttemptFixture refused = AttemptFixture.json(Operation.CHAT, false, 400).send(body).end();

    assertThat(refused.text()).doesNotContain("node");
  }

  @Test
  void areCutOutWithTheNamesOfTheAccountsBehindThem() {
    AttemptFixture refused =
        AttemptFixture.json(Operation.CHAT, false, 400)
            .send("{\"error\":{\"message\":\"no, org-a1b2c3d4e5f6g7 of proj_a1b2c3d4e5f6g7\"}}")
            .end();

    assertThat(refused.text()).contains("no, [redacted] of [redacted]");
  }

  private static void assertTold(AttemptFixture refused) {
    assertThat(refused.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(refused.text())
        .contains("Bad headers", "[redacted]")
        .doesNotContain("node-key", "secret");
  }
}
