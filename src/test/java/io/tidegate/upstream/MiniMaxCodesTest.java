package io.tidegate.upstream;

import static io.tidegate.upstream.AttemptFixture.HELLO;
import static io.tidegate.upstream.AttemptFixture.ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Outcome.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MiniMax answers 200, and says by a number of its own what others say by the status. */
class MiniMaxCodesTest {

  @ParameterizedTest
  @CsvSource({
    "1000, 500, FAILED",
    "1001, 500, FAILED",
    "1002, 429, BUSY",
    "1004, 401, REJECTED",
    "1008, 402, REJECTED",
    "1013, 500, FAILED",
    "1024, 500, FAILED",
    "1033, 500, FAILED",
    "1039, 429, BUSY",
    "1041, 429, BUSY",
    "2045, 429, BUSY",
    "2049, 401, REJECTED",
    "2056, 429, BUSY",
    "2061, 403, UNSUPPORTED"
  })
  void standForAStatusThatIsTheNodesAffairAndLetAnotherNodeAnswer(
      String code, int status, Kind kind) {
    for (AttemptFixture attempt : both(code)) {
      attempt.assertUndelivered(kind);
      assertThat(attempt.outcome().status()).isEqualTo(status);
      assertThat(attempt.outcome().retryable()).isTrue();
      assertThat(attempt.outcome().words().message()).isEqualTo("no");
    }
  }

  @ParameterizedTest
  @CsvSource({"1026, 422", "1027, 422", "1042, 400", "2013, 400"})
  void standForAStatusThatIsTheCallersAffair(String code, int status) {
    for (AttemptFixture attempt : both(code)) {
      assertThat(attempt.outcome().kind()).isEqualTo(Kind.COMPLETED);
      assertThat(attempt.answer.head().status()).isEqualTo(status);
      assertThat(attempt.text()).contains("\"message\":\"no\"");
    }
  }

  @Test
  void meanTheSameInTheMidstOfAStream() {
    AttemptFixture spent = AttemptFixture.stream().send(HELLO, event("1008"));
    AttemptFixture refused = AttemptFixture.stream().send(HELLO, event("1027"));

    spent.assertBroken(Kind.REJECTED);
    assertThat(spent.outcome().status()).isEqualTo(402);
    refused.assertBroken(Kind.COMPLETED);
    assertThat(refused.answer.failure().message()).isEqualTo("no");
  }

  @Test
  void meanNothingElsewhere() {
    AttemptFixture other = AttemptFixture.plain();
    other.send("{\"status_code\":1008,\"message\":\"no\"}").end();

    other.assertUndelivered(Kind.FAILED);
    assertThat(other.outcome().status()).isEqualTo(500);
  }

  /** The error as a plain answer, and as the first that comes of a stream. */
  private static List<AttemptFixture> both(String code) {
    return List.of(
        AttemptFixture.plain().send(error(code)).end(),
        AttemptFixture.stream().send(ROLE, event(code)));
  }

  private static String event(String code) {
    return "data: " + error(code) + "\n\n";
  }

  private static String error(String code) {
    return "{\"id\":\"06\",\"choices\":null,\"created\":0,\"model\":\"\",\"object\":\"\","
        + "\"usage\":{\"total_tokens\":0},\"input_sensitive\":false,"
        + "\"base_resp\":{\"status_code\":"
        + code
        + ",\"status_msg\":\"no\"}}";
  }
}
