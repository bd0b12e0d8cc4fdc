package io.tidegate.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingTest {

  @Test
  void passesAnAnswerOnAsItIs() throws IOException {
    byte[] answer = "not even JSON".getBytes(UTF_8);

    assertThat(Rendering.AS_IS.render(answer)).isSameAs(answer);
    assertThat(Rendering.AS_IS.contentType()).isEqualTo("application/json");
  }

  @Test
  void showsTheWordsOfTheModelOnly() throws IOException {
    String answer =
        "{\"choices\":[{\"message\":{\"content\":\"\\u6df1 \\\"x\\\"\\n\",\"reasoning_content\":\"r\"}},"
            + "{\"message\":{\"content\":\"second\"}}]}";

    assertThat(text(answer)).isEqualTo("\u6df1 \"x\"\n");
    assertThat(Rendering.TEXT.contentType()).isEqualTo("text/plain; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"choices\":[]}",
        "{\"choices\":[{\"message\":{\"content\":null}}]}",
        "{\"choices\":[{\"message\":{}}]}"
      })
  void isEmptyWithoutWords(String answer) throws IOException {
    assertThat(text(answer)).isEmpty();
  }

  private static String text(String answer) throws IOException {
    return new String(Rendering.TEXT.render(answer.getBytes(UTF_8)), UTF_8);
  }
}
