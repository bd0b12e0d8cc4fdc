package io.tidegate.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a body only to place the call: never a reason to refuse it. */
class RequestHintsTest {

  private static final String MESSAGES =
      "[{\"role\":\"user\",\"content\":\"H\u00e9 \\\"you\\\"\"}, {}]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "-1",
        "0",
        "0.5",
        "1e3",
        "\"7\"",
        "[7]",
        "{\"a\":7}",
        "true",
        "-99999999999999999999"
      })
  void takesAnOddLimitOfTheAnswerForNone(String value) {
    assertThat(chat("\"max_tokens\":" + value).facts().maxOutput()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"2147483648", "9223372036854775807", "99999999999999999999999999"})
  void takesAHugeLimitForTheLargest(String value) {
    assertThat(chat("\"max_tokens\":" + value).facts().maxOutput()).isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "[\"a\"]", "{\"a\":\"b\"}", "true"})
  void takesAnOddSessionForNone(String value) {
    assertThat(chat("\"prompt_cache_key\":" + value).facts().session()).isEmpty();
    assertThat(chat("\"user_id\":" + value + ",\"x\":1").facts().session()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0", "-0", "-0.0", "0e7", "0.000E-3"})
  void seesThatATemperatureIsZero(String value) {
    assertThat(chat("\"temperature\":" + value).facts().deterministic()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0001",
        "1",
        "-1",
        "\"0\"",
        "null",
        "false",
        "[0]",
        "{\"temperature\":0}",
        "99999999999999999999999999"
      })
  void takesNoOtherTemperatureForZero(String value) {
    assertThat(chat("\"temperature\":" + value).facts().deterministic()).isFalse();
  }

  @Test
  void seesTheTemperatureAtTheTopOnlyAndTheLastOfTwo() {
    assertThat(chat("\"x\":{\"temperature\":0}").facts().deterministic()).isFalse();
    assertThat(chat("\"temperature\":0,\"temperature\":1").facts().deterministic()).isFalse();
    assertThat(chat("\"temperature\":1,\"temperature\":0").facts().deterministic()).isTrue();
    assertThat(chat("\"x\":1").facts().deterministic()).isFalse();
  }

  @Test
  void seesThatAStreamIsToTellTheTokensUsed() {
    String options = "\"stream_options\":{\"a\":[{}],\"include_usage\":true,\"b\":{\"c\":1}}";

    assertThat(chat(options + ",\"stream\":true").facts().usage()).isTrue();
    assertThat(chat("\"stream\":true," + options).facts().usage()).isTrue();
    assertThat(chat(options).facts().usage()).as("no stream").isFalse();
    assertThat(chat(options + ",\"stream\":true,\"temperature\":0").facts().deterministic())
        .as("what follows is read")
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "[true]",
        "\"include_usage\"",
        "{}",
        "{\"include_usage\":false}",
        "{\"include_usage\":\"true\"}",
        "{\"include_usage\":[true]}",
        "{\"include_usage\":{\"include_usage\":true}}",
        "{\"x\":{\"include_usage\":true}}",
        "{\"include_usage\":true,\"include_usage\":false}"
      })
  void takesOddStreamOptionsForNone(String value) {
    Request request = chat("\"stream\":true,\"stream_options\":" + value + ",\"temperature\":0");

    assertThat(request.facts().usage()).isFalse();
    assertThat(request.facts().deterministic()).as("what follows is read").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"type\":\"function\"}, {}]",
        "null",
        "7",
        "\"te\u00e9xt\"",
        "{\"a\":[1]}",
        "[]"
      })
  void findsToolsOfWhateverTypeInTheBody(String tools) {
    String body = body("\"tools\" : " + tools + " ");

    assertThat(text(body, parse(body).facts().tools())).isEqualTo(tools);
  }

  @Test
  void readsNoHintsWhereThereAreNone() {
    Request.Facts facts = chat("\"x\":1").facts();

    assertThat(facts.maxOutput()).isZero();
    assertThat(facts.session()).isEmpty();
    assertThat(facts.tools()).isEqualTo(Range.NONE);
  }

  @Test
  void findsTheMessagesInTheBody() {
    String body = body("\"tools\":[{}]");

    assertThat(text(body, parse(body).facts().input())).isEqualTo(MESSAGES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"COMPLETION|prompt|\"once \u00e9 upon\"", "EMBEDDINGS|input|[\"a\", \"b\"]"})
  void findsTheInputOfOtherOperationsInTheBody(Operation operation, String name, String input) {
    String body = "{\"model\":\"m\", \"" + name + "\" : " + input + " }";

    Request request = RequestParser.parse(body.getBytes(UTF_8), operation);

    assertThat(text(body, request.facts().input())).isEqualTo(input);
  }

  @Test
  void prefersTheCacheKeyToTheUser() {
    assertThat(chat("\"user_id\":\"u\"").facts().session()).isEqualTo("u");
    assertThat(chat("\"prompt_cache_key\":\"k\",\"user_id\":\"u\"").facts().session())
        .isEqualTo("k");
    assertThat(chat("\"user_id\":\"u\",\"prompt_cache_key\":\"k\"").facts().session())
        .isEqualTo("k");
  }

  @Test
  void readsTheLimitOfTheAnswerByBothItsNames() {
    assertThat(chat("\"max_tokens\":17").facts().maxOutput()).isEqualTo(17);
    assertThat(chat("\"max_completion_tokens\":18").facts().maxOutput()).isEqualTo(18);
  }

  private static Request chat(String member) {
    return parse(body(member));
  }

  private static String body(String member) {
    return "{\"model\":\"m\"," + member + ",\"messages\" : " + MESSAGES + " }";
  }

  private static Request parse(String body) {
    return RequestParser.parse(body.getBytes(UTF_8), Operation.CHAT);
  }

  private static String text(String body, Range span) {
    byte[] bytes = body.getBytes(UTF_8);
    return new String(bytes, span.start(), span.end() - span.start(), UTF_8);
  }
}
