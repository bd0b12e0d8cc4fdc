package io.tidegate.dialect.chat;

import static io.tidegate.exchange.ErrorCode.INVALID_JSON;
import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.MISSING_PARAMETER;
import static io.tidegate.exchange.Operation.CHAT;
import static io.tidegate.exchange.Operation.COMPLETION;
import static io.tidegate.exchange.Operation.EMBEDDINGS;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.dialect.SampleRequests;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.testing.Allocation;
import io.tidegate.testing.Parts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a request body, and what is refused with which words. */
class RequestParserTest {

  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

  @Test
  void readsModelAndStreamFlag() {
    Request plain = parse("{\"model\":\"m\"," + MESSAGES + "}", CHAT);
    Request stream = parse("{" + MESSAGES + ",\"stream\":true,\"model\":\"m2\"}", CHAT);

    assertThat(plain.model()).isEqualTo("m");
    assertThat(plain.stream()).isFalse();
    assertThat(stream.model()).isEqualTo("m2");
    assertThat(stream.stream()).isTrue();
    assertThat(parse("{\"model\":\"m\"," + MESSAGES + ",\"stream\":null}", CHAT).stream())
        .isFalse();
  }

  @Test
  void takesTextOrArraysWhereTheOperationDoes() {
    assertThat(parse("{\"model\":\"m\",\"prompt\":\"x\"}", COMPLETION).model()).isEqualTo("m");
    assertThat(parse("{\"model\":\"m\",\"prompt\":[\"x\",\"y\"]}", COMPLETION).model())
        .isEqualTo("m");
    assertThat(parse("{\"model\":\"m\",\"input\":[[1,2],[3]]}", EMBEDDINGS).model()).isEqualTo("m");
  }

  @Test
  void takesWhatSomeNodesReadInPlaceOfTheInput() {
    String vectors = "\"prompt_embeds\":[\"AAAA\",\"BBBB\"]";
    Request embeds = parse("{\"model\":\"m\",\"prompt\":\"\"," + vectors + "}", COMPLETION);
    Request chat = parse("{\"model\":\"m\"," + MESSAGES + "}", EMBEDDINGS);

    assertThat(SampleRequests.text(embeds, embeds.facts().input())).isEqualTo("\"\"");
    assertThat(SampleRequests.text(chat, chat.facts().input())).startsWith("[{").endsWith("}]");
    assertThat(parse("{\"model\":\"m\"," + vectors + "}", COMPLETION).model()).isEqualTo("m");
    assertThat(parse("{\"model\":\"m\",\"input\":null," + MESSAGES + "}", EMBEDDINGS)).isNotNull();
    assertThat(parse("{\"model\":\"m\",\"input\":\"a\",\"messages\":null}", EMBEDDINGS).model())
        .isEqualTo("m");
  }

  @Test
  void aLongTextIsTakenAndNotDecoded() {
    String prompt = "\"" + "\\n and \\\" on".repeat(2_000_000) + "\"";
    byte[] body =
        ("{\"prompt\":" + prompt + ",\"prompt_cache_key\":" + prompt + ",\"model\":\"m\"}")
            .getBytes(UTF_8);
    Request request = RequestParser.parse(body, COMPLETION);
    Request.Range input = request.facts().input();

    assertThat(new String(body, input.start(), input.end() - input.start(), UTF_8))
        .isEqualTo(prompt);
    assertThat(request.facts().session()).isEmpty();
    assertThat(Allocation.of(() -> RequestParser.parse(body, COMPLETION))).isLessThan(100_000);
  }

  @Test
  void refusesAModelOfALongNameWithoutReadingIt() {
    String body = "{\"model\":\"" + "m".repeat(100_000) + "\",\"prompt\":\"x\"}";

    assertThatThrownBy(() -> parse(body, COMPLETION))
        .hasMessage("invalid_value: 'model' is too long.");
  }

  @Test
  void leavesWhatItDoesNotKnowAlone() {
    String body =
        "{\"thinking\":{\"messages\":7,\"model\":[{}]},\"model\":\"m\",\"top_k\":1e3,"
            + MESSAGES
            + "}";

    Request request = parse(body, CHAT);

    assertThat(request.model()).isEqualTo("m");
    assertThat(Parts.text(request.bodyFor("n")))
        .isEqualTo(body.replace("\"model\":\"m\"", "\"model\":\"n\""));
  }

  @Test
  void refusesAModelOrStreamGivenTwice() {
    assertThatThrownBy(() -> parse("{\"model\":\"a\"," + MESSAGES + ",\"model\":\"b\"}", CHAT))
        .hasMessage("invalid_value: 'model' must be given once.");
    String twice = "{\"model\":\"a\",\"stream\":true," + MESSAGES + ",\"stream\":false}";
    assertThatThrownBy(() -> parse(twice, CHAT))
        .hasMessage("invalid_value: 'stream' must be given once.");
  }

  @Test
  void embeddingsAreNeverAStream() {
    String body = "{\"model\":\"m\",\"input\":\"a\",\"stream\":true}";

    assertThat(parse(body, Operation.EMBEDDINGS).stream()).isFalse();
  }

  @Test
  void findsTheModelBehindAByteOrderMark() {
    Request request = parse("\ufeff{\"model\":\"m\"," + MESSAGES + "}", CHAT);

    assertThat(Parts.text(request.bodyFor("longer")))
        .isEqualTo("\ufeff{\"model\":\"longer\"," + MESSAGES + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "\"SECRET\"", "null", ""})
  void refusesWhatIsNoObject(String body) {
    assertRefused(body, CHAT, INVALID_JSON, null, "The body must be a JSON object.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"model\":\"SECRET\"",
        "{\"model\":\"SECRET\",}",
        "{'model':1}",
        "{\"model\":SECRET}",
        "{\"messages\":[SECRET]}",
        "{\"messages\":[{\"SECRET\":\"\\q\"}]}",
        "{\"messages\":[{}"
      })
  void refusesBrokenJsonAndTellsThePlaceButNoWords(String body) {
    Failure failure = refused(body.getBytes(UTF_8), CHAT);

    assertThat(failure.code()).isEqualTo(INVALID_JSON);
    assertThat(failure.param()).isNull();
    assertThat(failure.message())
        .matches("The body is not valid JSON at line \\d+, column \\d+\\.")
        .doesNotContain("SECRET");
  }

  @ParameterizedTest
  @ValueSource(strings = {" SECRET", "{}", " 1", "]", ","})
  void refusesWhateverFollowsTheObject(String garbage) {
    Failure failure =
        refused(("{\"model\":\"m\"," + MESSAGES + "}" + garbage).getBytes(UTF_8), CHAT);

    assertThat(failure.code()).isEqualTo(INVALID_JSON);
    assertThat(failure.message()).startsWith("The body is not valid JSON").doesNotContain("SECRET");
  }

  @Test
  void refusesOtherEncodingsThanUtf8() {
    String body = "{\"model\":\"m\"," + MESSAGES + "}";

    for (byte[] encoded : new byte[][] {body.getBytes(UTF_16), body.getBytes(UTF_16LE)}) {
      Failure failure = refused(encoded, CHAT);
      assertThat(failure.code()).isEqualTo(INVALID_JSON);
      assertThat(failure.message()).isEqualTo("The body must be encoded as UTF-8.");
    }
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] body = ("{\"model\":\"m\",\"x\":\"??\"," + MESSAGES + "}").getBytes(UTF_8);
    body[18] = (byte) 0xc3;
    body[19] = (byte) 0x28;

    assertThat(refused(body, CHAT).code()).isEqualTo(INVALID_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"  \"", "null", "7", "true", "[]", "{\"a\":\"SECRET\"}"})
  void refusesAModelThatIsNoName(String model) {
    assertRefused(
        "{" + MESSAGES + ",\"model\":" + model + "}",
        CHAT,
        INVALID_VALUE,
        "model",
        "'model' must be the name of a model, a string that is not empty.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"true\"", "1", "[]", "{}", "\"SECRET\""})
  void refusesAStreamFlagThatIsNone(String flag) {
    assertRefused(
        "{\"stream\":" + flag + "}",
        CHAT,
        INVALID_VALUE,
        "stream",
        "'stream' must be true or false.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAT       | messages    | \"SECRET\"    | must be an array",
        "CHAT       | messages    | null          | must be an array",
        "CHAT       | messages    | {}            | must be an array",
        "CHAT       | messages    | []            | must not be empty",
        "COMPLETION | prompt      | 7             | must be text or an array",
        "COMPLETION | prompt      | []            | must not be empty",
        "EMBEDDINGS | input       | {\"a\":1}     | must be text or an array",
        "EMBEDDINGS | input       | []            | must not be empty"
      })
  void refusesInputOfAnotherForm(Operation operation, String field, String value, String rule) {
    assertRefused(
        "{\"model\":\"m\",\"" + field + "\":" + value + "}",
        operation,
        INVALID_VALUE,
        field,
        "'" + field + "' " + rule + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"SECRET\"", "[]", "null", "3"})
  void namesTheMessageThatIsNoObject(String message) {
    assertRefused(
        "{\"messages\":[{\"a\":[{}]},{}," + message + "]}",
        CHAT,
        INVALID_VALUE,
        "messages[2]",
        "'messages[2]' must be an object.");
  }

  @ParameterizedTest
  @CsvSource({"CHAT, messages", "COMPLETION, prompt", "EMBEDDINGS, input"})
  void refusesWhatLacksModelOrInput(Operation operation, String field) {
    assertRefused(
        "{}", operation, MISSING_PARAMETER, "model", "Missing required parameter: 'model'.");
    assertRefused(
        "{\"model\":\"m\"}",
        operation,
        MISSING_PARAMETER,
        field,
        "Missing required parameter: '" + field + "'.");
  }

  private static void assertRefused(
      String body, Operation operation, ErrorCode code, String param, String message) {
    Failure failure = refused(body.getBytes(UTF_8), operation);
    assertThat(failure.message()).isEqualTo(message).doesNotContain("SECRET");
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.param()).isEqualTo(param);
    assertThat(failure.retryAfter()).isNull();
  }

  private static Failure refused(byte[] body, Operation operation) {
    return catchThrowableOfType(FailureException.class, () -> RequestParser.parse(body, operation))
        .failure();
  }

  private static Request parse(String body, Operation operation) {
    return RequestParser.parse(body.getBytes(UTF_8), operation);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nesting", "name", "number"})
  void namesTheLimitsOfWhatItReads(String beyond) {
    String member =
        switch (beyond) {
          case "nesting" -> "\"x\":" + "[".repeat(1500) + "]".repeat(1500);
          case "name" -> "\"" + "x".repeat(60_000) + "\":1";
          default -> "\"x\":" + "1".repeat(1200);
        };

    FailureException refused =
        catchThrowableOfType(
            FailureException.class,
            () ->
                RequestParser.parse(
                    ("{" + member + ",\"model\":\"m\",\"messages\":[{}]}").getBytes(UTF_8),
                    Operation.CHAT));

    assertThat(refused.failure().code()).isEqualTo(ErrorCode.INVALID_JSON);
    assertThat(refused.failure().message())
        .isEqualTo(
            "The body goes beyond 1000 levels of nesting, 50000 characters in a name or 1000 digits"
                + " in a number.");
  }
}
