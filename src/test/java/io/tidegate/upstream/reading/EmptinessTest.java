package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmptinessTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "false",
        "0",
        "0.0",
        "-0e7",
        "200",
        "\"\"",
        "\" None \"",
        "{}",
        "[]",
        "{\"message\":\"\",\"code\":0,\"details\":[{\"ok\":false},null]}"
      })
  void nothingIsToldByWhatIsEmpty(String error) throws IOException {
    assertTells(error, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "1",
        "0.5",
        "503",
        "\"overloaded\"",
        "[[\"x\"]]",
        "{\"a\":0,\"b\":{\"c\":7}}"
      })
  void anErrorIsToldByAnythingElse(String error) throws IOException {
    assertTells(error, true);
  }

  @Test
  void nothingIsToldByWhatIsNotThere() {
    assertThat(Emptiness.tells(JSON.createObjectNode().get("error"))).isFalse();
  }

  /** As a tree and as a text. */
  private static void assertTells(String error, boolean told) throws IOException {
    JsonNode tree = JSON.readTree(error);
    assertThat(Emptiness.tells(tree)).isEqualTo(told);
    try (JsonParser in = AnswerJson.parser(error.getBytes(UTF_8))) {
      in.nextToken();
      assertThat(Emptiness.tells(in)).isEqualTo(told);
    }
  }
}
