package io.tidegate.api.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tidegate.testing.Allocation;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which chat a single question becomes. */
class ComputeRequestTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MANY = 2_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello",
        " a \"quoted\" one\\ \n\t\u0001 ",
        "\u6df1\u5ea6 \ud83c\udf0a",
        "\\u0041 stays as it is"
      })
  void asksWhatTheQuestionSays(String question) throws IOException {
    String json = "{\"more\":{\"input\":[7]},\"input\":" + TextNode.valueOf(question) + "}";

    assertThat(content(ComputeRequest.ofText("m", "q", question.getBytes(UTF_8))))
        .isEqualTo(question);
    assertThat(content(ComputeRequest.ofJson("m", json.getBytes(UTF_8)))).isEqualTo(question);
  }

  @Test
  void everyQuestionComesThroughUnchanged() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      String question =
          "q"
              + random
                  .ints(random.nextInt(40), 0, 0xd800)
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
      byte[] json = JSON.writeValueAsBytes(JSON.createObjectNode().put("input", question));

      assertThat(content(ComputeRequest.ofText("m", "q", question.getBytes(UTF_8))))
          .as("seed %d", seed)
          .isEqualTo(question);
      assertThat(content(ComputeRequest.ofJson("m", json))).as("seed %d", seed).isEqualTo(question);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "{\"input\":\"\"}",
        "{\"input\":\" \\n\\u0020\"}",
        "{\"q\":\"x\"}"
      })
  void refusesABodyWithoutAQuestion(String body) {
    assertThatThrownBy(() -> ComputeRequest.ofJson("m", body.getBytes(UTF_8)))
        .hasMessageContaining("'input' must be a question that is not empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"input\":7}", "{\"input\":null}", "{\"input\":[\"x\"]}"})
  void refusesAQuestionThatIsNoText(String body) {
    assertThatThrownBy(() -> ComputeRequest.ofJson("m", body.getBytes(UTF_8)))
        .hasMessageContaining("'input' must be a string");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input\":\"x",
        "{\"input\":\"x\\",
        "{\"input\":\"x\"",
        "{\"input\":\"\\x\"}",
        "x"
      })
  void refusesWhatIsNoJson(String body) {
    assertThatThrownBy(() -> ComputeRequest.ofJson("m", body.getBytes(UTF_8)))
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void aBodyOfManyValuesTakesNoMoreMemoryThanItsBytes() {
    byte[] body = ("{\"input\":\"x\",\"a\":[" + "{},".repeat(MANY) + "{}]}").getBytes(UTF_8);

    assertThat(Allocation.of(() -> ComputeRequest.ofJson("m", body))).isLessThan(100_000);
  }

  @Test
  void aLongQuestionIsCopiedAndNotDecoded() {
    byte[] question = "a \\\" b ".repeat(1_000_000).getBytes(UTF_8);
    byte[] json = ("{\"input\":\"" + "a \\\" b ".repeat(1_000_000) + "\"}").getBytes(UTF_8);

    assertThat(Allocation.of(() -> ComputeRequest.ofJson("m", json))).isLessThan(3L * json.length);
    assertThat(Allocation.of(() -> ComputeRequest.ofText("m", "q", question)))
        .as("with a growing array for what the quotes and backslashes add")
        .isLessThan(6L * question.length);
  }

  private static String content(byte[] chat) throws IOException {
    JsonNode json = JSON.readTree(chat);
    assertThat(json.path("model").asText()).isEqualTo("m");
    assertThat(json.path("messages")).hasSize(1);
    JsonNode message = json.path("messages").path(0);
    assertThat(message.path("role").asText()).isEqualTo("user");
    return message.path("content").asText();
  }
}
