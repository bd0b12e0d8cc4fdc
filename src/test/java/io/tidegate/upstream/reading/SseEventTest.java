package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseEventTest {

  private static final String[] LINES = {
    "data: a", "data:b", "data", "id: 7", "id", "retry: 1", ": c", "event: m", "\ufeffdata: d", "x"
  };
  private static final String[] ENDS = {"\n", "\r\n", "\r"};

  @Test
  void readsTheDataFieldWithoutOneSpaceInFront() {
    assertThat(data("data: {\"a\":1}\n\n")).isEqualTo("{\"a\":1}");
    assertThat(data("data:x\r\n\r\n")).isEqualTo("x");
    assertThat(data("data:  x \r\r")).isEqualTo(" x ");
    assertThat(data("data: \u6df1")).isEqualTo("\u6df1");
    assertThat(data("data:\n\n")).isEmpty();
    assertThat(data("data: \n\n")).isEmpty();
    assertThat(data("data\n\n")).isEmpty();
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

  /** Java's line breaks are more than those of a stream: these stand in a text as they are. */
  @Test
  void otherDataMayHoldWhatEndsNoLine() {
    String text = "{\"content\":\"a\u2028b\u2029c\u0085d\u000be\u000cf\u001cg\"}";

    byte[] passed =
        SseEvent.of("event: m\ndata: {}\n\n".getBytes(UTF_8)).with(text.getBytes(UTF_8));

    assertThat(new String(passed, UTF_8)).isEqualTo("event: m\ndata: " + text + "\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a\nb", "a\n", "\n", "\n\n", "a\r\nb", "a\rb", "\r\n\r\n"})
  void otherDataArriveAsTheyWere(String text) {
    byte[] passed = SseEvent.of("data: {}\n\n".getBytes(UTF_8)).with(text.getBytes(UTF_8));

    assertThat(data(new String(passed, UTF_8)))
        .isEqualTo(text.replace("\r\n", "\n").replace('\r', '\n'));
  }

  @ParameterizedTest
  @CsvSource({
    "': hb\\nevent: ping\\n\\n', ': hb\\n'",
    "': hb\\r\\nevent: error\\r\\nx\\r\\n\\r\\n', ': hb\\n'",
    "'event: ping\\n: a\\nid: 7\\n: b\\n\\n', ': a\\n: b\\n'"
  })
  void commentsAreAllThatIsPassedOnOfThem(String event, String passed) {
    SseEvent comments = SseEvent.of(real(event).getBytes(UTF_8));

    assertThat(comments.comment()).isTrue();
    assertThat(new String(comments.comments(), UTF_8)).isEqualTo(real(passed));
  }

  private static String real(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", ": keep-alive\n\n", "id: 1\n\n", "dat", "Data: x\n\n"})
  void hasNoDataWithoutSuchAField(String event) {
    assertThat(SseEvent.of(event.getBytes(UTF_8)).data()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: [DONE]\n\n",
        "data:[DONE]",
        "data: [DONE] \n\n",
        "data:   [DONE]\t\r\n\r\n",
        "data: [DONE]\u0000\n\n",
        "data: [done]\n\n",
        "data: \"[DONE]\"\n\n",
        "data: [DONE]{}\n\n",
        "\ufeffdata: [DONE]\n\n",
        "event: done\ndata: [DONE]\nid: 9\n\n"
      })
  void knowsTheEndOfAStreamHoweverItIsWritten(String event) {
    assertThat(SseEvent.isDone(bytes(data(event)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[DON", "{\"a\":\"[DONE]\"}", "DONE", "[ DONE ]"})
  void takesNothingElseForTheEnd(String data) {
    assertThat(SseEvent.isDone(bytes(data))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data: x~~                        | data: x~~",
        "data: x^~^~                      | data: x^~^~",
        "data: x^^                        | data: x^^",
        "id: 1~data: x~~                  | data: x~~",
        "id~retry: 3000~event: m~data: x~id: 2~~ | event: m~data: x~~",
        "@data: x~~                       | data: x~~",
        "@@~@data: x~~                    | data: x~~",
        "identity: 1~data: x~~            | identity: 1~data: x~~",
        "data: x                          | data: x~~",
        "data: x~                         | data: x~~",
        "id: 1~data: x                    | data: x~~",
        "data: x^~                        | data: x^~~",
        ": hm~data: a~data: b~~           | : hm~data: a~data: b~~"
      })
  void passesOnWhatItSaysAndNotItsNumber(String event, String passed) {
    assertThat(shown(SseEvent.of(bytes(unshown(event))).passed())).isEqualTo(passed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ": keep-alive~~       | : keep-alive~",
        ":~~                  | :~",
        ": a~: b^~^~          | : a~: b~",
        "id: 1~: a~retry: 9~~ | : a~"
      })
  void passesCommentsOnWithoutABlankLine(String event, String comments) {
    SseEvent read = SseEvent.of(bytes(unshown(event)));

    assertThat(read.comment()).isTrue();
    assertThat(shown(read.comments())).isEqualTo(comments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"event: error\ndata: x\n\n", "event:error\r\ndata: x\r\n\r\n", "error: x\n\n"})
  void tellsWhenItIsAnError(String event) {
    assertThat(SseEvent.of(bytes(event)).failed()).isTrue();
    assertThat(data(event)).isEqualTo("x");
  }

  @Property(tries = 500)
  void losesNoDataAndPassesNoNumberOn(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder event = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      event.append(LINES[random.nextInt(LINES.length)]).append(ENDS[random.nextInt(ENDS.length)]);
    }
    SseEvent read = SseEvent.of(bytes(event.toString()));
    String passed = new String(read.passed(), UTF_8);

    assertThat(SseEvent.of(read.passed()).data()).isEqualTo(read.data());
    assertThat(passed.lines()).noneMatch(line -> line.matches("\ufeff*(id|retry)(:.*)?"));
    assertThat(passed).matches("(?s).*(\n|\r)(\r\n|\n|\r)|\r\n|\n|\r");
  }

  private static String unshown(String text) {
    return text.replace('~', '\n').replace('^', '\r').replace('@', '\ufeff');
  }

  private static String shown(byte[] bytes) {
    return new String(bytes, UTF_8).replace('\n', '~').replace('\r', '^');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String data(String event) {
    return new String(SseEvent.of(event.getBytes(UTF_8)).data(), UTF_8);
  }
}
