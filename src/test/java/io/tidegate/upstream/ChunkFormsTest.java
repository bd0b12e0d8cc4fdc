package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Usage;
import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.ChunkParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which engines write errors, ends, numbers and long texts. */
class ChunkFormsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"\"",
        "\" \"",
        "\"null\"",
        "\"None\"",
        "{}",
        "[]",
        "[{}]",
        "false",
        "0",
        "0.0",
        "200",
        "{\"message\":\"\",\"type\":null,\"code\":0}",
        "{\"a\":{\"b\":[null,\"\"]}}",
        "\"no error\""
      })
  void takesAnEmptyErrorForNone(String error) {
    ChunkFacts facts =
        parse("{\"error\":" + error + ",\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}");

    assertThat(facts.error()).isNull();
    assertThat(facts.content()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":0,\"message\":\"Success\",\"choices\":[],\"usage\":{}}",
        "{\"message\":\"OK\",\"choices\":[]}",
        "{\"msg\":\" \",\"detail\":[],\"errors\":false,\"choices\":[]}",
        "{\"choices\":[],\"message\":\"all is well\",\"code\":0}",
        "{\"status\":200,\"msg\":\"all is well\"}",
        "{\"http_code\":\"200\",\"msg\":\"all is well\"}",
        "{\"choices\":null,\"base_resp\":{\"status_code\":0,\"status_msg\":\"success\"}}",
        "{\"choices\":[],\"base_resp\":{\"status_code\":0,\"status_msg\":\"all is well\"}}",
        "{\"detail\":{\"a\":\"x\"},\"status\":\"in_progress\"}"
      })
  void takesWordsOfSuccessForNoError(String chunk) {
    assertThat(parse(chunk).error()).isNull();
    assertThat(parse(chunk).content()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"no\",\"code\":503}}",
        "{\"error\":\"no\",\"error_type\":\"overloaded\"}",
        "{\"error\":true,\"message\":\"no\"}",
        "{\"object\":\"error\",\"message\":\"no\",\"code\":400}",
        "{\"type\":\"error\",\"error\":{\"message\":\"no\"}}",
        "{\"detail\":\"no\"}",
        "{\"code\":\"Throttling\",\"message\":\"no\",\"request_id\":\"r\"}",
        "{\"choices\":[],\"error\":{\"message\":\"no\"}}",
        "{\"choices\":null,\"error_msg\":\"no\",\"error_code\":17}",
        "{\"choices\":[{\"index\":0,\"delta\":{},\"error\":{\"message\":\"no\",\"code\":502}}]}",
        "{\"choices\":[{\"index\":0,\"finish_reason\":{\"type\":\"abort\",\"message\":\"no\"}}]}",
        "[{\"error\":{\"code\":400,\"message\":\"no\",\"status\":\"INVALID_ARGUMENT\"}}]",
        "{\"errors\":[{\"message\":\"no\"}]}",
        "{\"choices\":null,\"base_resp\":{\"status_code\":1027,\"status_msg\":\"no\"}}",
        "{\"detail\":{\"message\":\"no\",\"code\":503}}",
        "{\"status\":503,\"title\":\"no\"}"
      })
  void findsAnErrorInEachFormInWhichEnginesWriteIt(String chunk) {
    assertThat(parse(chunk).error()).isNotNull();
    assertThat(parse(chunk).error().message()).isEqualTo("no");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"\"'",
    "'\" \"'",
    "'\"null\"'",
    "'\"None\"'",
    "null",
    "false",
    "0",
    "[]",
    "{}",
    "'{\"type\":null}'",
    "'\"FINISH_REASON_UNSPECIFIED\"'",
    "'\"in_progress\"'"
  })
  void takesAnEmptyReasonForNone(String reason) {
    ChunkFacts facts = parse("{\"choices\":[{\"delta\":{},\"finish_reason\":" + reason + "}]}");

    assertThat(facts.finishReason()).isNull();
    assertThat(facts.choices().cardinality()).isEqualTo(1);
    assertThat(facts.ended().isEmpty()).isTrue();
  }

  @Test
  void tellsWhichChoicesBeginAndEnd() {
    ChunkFacts facts =
        parse(
            "{\"choices\":[{\"index\":3,\"delta\":{}},{\"finish_reason\":\"stop\",\"index\":1},"
                + "{\"delta\":{}},{\"index\":-4},{\"index\":99999999999}]}");

    assertThat(facts.choices()).hasToString("{0, 1, 2, 3, 1023}");
    assertThat(facts.ended()).hasToString("{1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "-Infinity", "Infinity"})
  void readsNumbersThatAreNone(String number) {
    assertThat(parse("{\"data\":[{\"embedding\":[0.1," + number + "]}]}").content()).isTrue();
    assertThat(
            parse(
                    "{\"choices\":[{\"logprobs\":{\"content\":[{\"logprob\":"
                        + number
                        + "}]},\"message\":{\"content\":\"Hi\"}}]}")
                .content())
        .isTrue();
  }

  @Test
  void readsTextsNumbersNamesAndDepthsOfAnyLength() {
    String answer = "{\"choices\":[{\"message\":{\"content\":%s}}],%s:%s}";
    String text = "\"" + "x".repeat(21_000_000) + "\"";

    assertThat(parse(answer.formatted(text, "\"a\"", "1")).content()).isTrue();
    assertThat(parse(answer.formatted("\"Hi\"", "\"" + "n".repeat(60_000) + "\"", "1")).content())
        .isTrue();
    assertThat(parse(answer.formatted("\"Hi\"", "\"a\"", "1".repeat(1200))).content()).isTrue();
    assertThat(
            parse(
                    answer.formatted(
                        "\"Hi\"", "\"usage\"", "{\"prompt_tokens\":" + "9".repeat(30) + "}"))
                .usage())
        .isEqualTo(Usage.NONE);
    assertThat(
            parse(answer.formatted("\"Hi\"", "\"a\"", "[".repeat(1500) + "]".repeat(1500)))
                .content())
        .isTrue();
  }

  private static ChunkFacts parse(String json) {
    ChunkFacts facts = ChunkParser.parse(json.getBytes(UTF_8));
    assertThat(facts).isNotNull();
    return facts;
  }
}
