package io.tidegate.api.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.Allocation;
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
        "{\"choices\":[{\"message\":{\"content\":\"\\u6df1 \\\"x\\\"\\n"
            + "\",\"reasoning_content\":\"r\"}},{\"message\":{\"content\":\"second\"}}]}";

    assertThat(text(answer)).isEqualTo("\u6df1 \"x\"\n");
    assertThat(Rendering.TEXT.contentType()).isEqualTo("text/plain; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"choices\":[]}",
        "{\"choices\":[7]}",
        "{\"choices\":7}",
        "{\"choices\":[{\"message\":{\"content\":null}}]}",
        "{\"choices\":[{\"message\":{}}]}",
        "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\"},{\"text\":\"x\"},7,[]]}}]}",
        "{\"choices\":[{\"message\":{\"content\":{\"type\":\"text\",\"text\":\"x\"}}}]}"
      })
  void isEmptyWithoutWords(String answer) throws IOException {
    assertThat(text(answer)).isEmpty();
  }

  @Test
  void joinsTheTextsOfAContentInParts() throws IOException {
    String parts =
        "{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm\"}]},"
            + "{\"type\":\"text\",\"text\":\"Hel\",\"x\":{\"text\":\"no\"}},"
            + "{\"text\":\"lo\",\"type\":\"text\"}";

    assertThat(text("{\"choices\":[{\"message\":{\"content\":[" + parts + "]}}]}"))
        .isEqualTo("Hello");
  }

  @Test
  void readsNumbersThatAreNoneAsTheGateDoes() throws IOException {
    String words = "\"choices\":[{\"logprobs\":[NaN],\"message\":{\"content\":\"ok\"}}]}";

    assertThat(text("{\"t\":NaN,\"n\":" + "9".repeat(2_000) + "," + words)).isEqualTo("ok");
  }

  @Test
  void anAnswerOfManyValuesTakesNoMoreMemoryThanItsBytes() throws IOException {
    byte[] answer =
        ("{\"x\":["
                + "{},".repeat(2_000_000)
                + "7],\"choices\":[{\"index\":0,\"message\":{\"content\":\"ok\"}}]}")
            .getBytes(UTF_8);

    assertThat(text(new String(answer, UTF_8))).isEqualTo("ok");
    assertThat(Allocation.of(() -> rendered(answer))).isLessThan(100_000);
  }

  private static byte[] rendered(byte[] answer) {
    try {
      return Rendering.TEXT.render(answer);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String text(String answer) throws IOException {
    return new String(Rendering.TEXT.render(answer.getBytes(UTF_8)), UTF_8);
  }
}
