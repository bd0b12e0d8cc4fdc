package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseEventTest {

  @Test
  void readsTheDataFieldWithoutOneSpaceInFront() {
    assertThat(data("data: {\"a\":1}\n\n")).isEqualTo("{\"a\":1}");
    assertThat(data("data:x\r\n\r\n")).isEqualTo("x");
    assertThat(data("data:  x \r\r")).isEqualTo(" x ");
    assertThat(data("data: \u6df1")).isEqualTo("\u6df1");
    assertThat(data("data:\n\n")).isEmpty();
    assertThat(data("data: \n\n")).isEmpty();
  }

  @Test
  void joinsTheLinesOfTheDataByLineFeeds() {
    assertThat(data("data: a\r\ndata: b\r\n\r\n")).isEqualTo("a\nb");
    assertThat(data("data: a\rdata:\rdata: c\r\r")).isEqualTo("a\n\nc");
  }

  @Test
  void passesOverOtherFieldsAndComments() {
    assertThat(data(": data: no\nid: 7\nevent: x\ndata: yes\nretry: 3\n\n")).isEqualTo("yes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\r\n",
        ": keep-alive\n\n",
        "id: 1\n\n",
        "data\n\n",
        "dat",
        "Data: x\n\n"
      })
  void hasNoDataWithoutSuchAField(String event) {
    assertThat(SseEvent.data(event.getBytes(UTF_8))).isNull();
  }

  @Test
  void knowsTheEndOfAStream() {
    assertThat(SseEvent.isDone(SseEvent.data("data: [DONE]\n\n".getBytes(UTF_8)))).isTrue();
    assertThat(SseEvent.isDone(SseEvent.data("data:[DONE]".getBytes(UTF_8)))).isTrue();
    assertThat(SseEvent.isDone("[done]".getBytes(UTF_8))).isFalse();
    assertThat(SseEvent.isDone("\"[DONE]\"".getBytes(UTF_8))).isFalse();
  }

  private static String data(String event) {
    return new String(SseEvent.data(event.getBytes(UTF_8)), UTF_8);
  }
}
