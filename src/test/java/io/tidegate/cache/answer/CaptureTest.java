package io.tidegate.cache.answer;

import static io.tidegate.cache.answer.SampleEntries.captured;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Operation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTest {

  private static final String DONE = "data: [DONE]\n\n";
  private static final String SAYS = "\"message\":{\"content\":\"Hi\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}",
        "{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"1\"}]},\"finish_reason\":\"tool_calls\"}",
        "{\"message\":{\"function_call\":{\"name\":\"f\"}},\"finish_reason\":\"stop\"}",
        "{\"message\":{\"content\":null,\"refusal\":\"No.\"},\"finish_reason\":\"stop\"}",
        "{\"text\":\"x):\",\"finish_reason\":\"stop\",\"logprobs\":null}"
      })
  void keepsAChoiceThatSaysSomethingAndStoppedByItself(String choice) {
    String body = "\n\n{\"error\":null,\"choices\":[" + choice + "]}\n";

    assertThat(text(captured(Operation.CHAT, false, body).as(Shape.PLAIN))).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"length\"}",
        "{\"message\":{\"content\":\"\",\"reasoning_content\":\"6*7\"},\"finish_reason\":\"stop\"}",
        "{\"message\":{\"content\":\"\",\"reasoning\":\"6*7\"},\"finish_reason\":\"stop\"}",
        "{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"content_filter\"}",
        "{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"insufficient_system_resource\"}",
        "{\"message\":{\"content\":\"Hi\"},\"finish_reason\":null}",
        "{\"message\":{\"content\":\"Hi\"}}",
        "{\"message\":{\"content\":null,\"tool_calls\":null},\"finish_reason\":\"stop\"}",
        "{\"message\":{\"content\":\"\",\"tool_calls\":[]},\"finish_reason\":\"tool_calls\"}",
        "{\"message\":{},\"finish_reason\":\"stop\"}",
        "{\"message\":null,\"finish_reason\":\"stop\"}",
        "{\"text\":\"\",\"finish_reason\":\"stop\"}",
        "{\"finish_reason\":\"stop\"}",
        "null",
        "[]"
      })
  void keepsNothingWhereOneChoiceIsCutOrEmpty(String choice) {
    String good = "{" + SAYS + ",\"finish_reason\":\"stop\"}";

    assertThat(captured(Operation.CHAT, false, "{\"choices\":[" + good + "]}")).isNotNull();
    assertThat(captured(Operation.CHAT, false, "{\"choices\":[" + choice + "]}")).isNull();
    assertThat(captured(Operation.CHAT, false, "{\"choices\":[" + good + "," + choice + "]}"))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "not JSON",
        "{\"choices\":[]}",
        "{\"choices\":null}",
        "{\"choices\":{\"a\":1}}",
        "{\"choices\":[{\"text\":\"Hi\",\"finish_reason\":\"stop\"}]",
        "{\"choices\":[{\"text\":\"Hi\",\"finish_reason\":\"stop\"}]} {}",
        "{\"choices\":[{\"text\":\"Hi\",\"finish_reason\":\"stop\"}],\"error\":{\"message\":\"x\"}}",
        "{\"choices\":[{\"text\":\"Hi\",\"finish_reason\":\"stop\"}],\"error\":\"x\"}"
      })
  void keepsNothingThatIsNoAnswer(String body) {
    assertThat(captured(Operation.COMPLETION, false, body)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "\"\"", "false", "0", "{\"message\":\"\",\"code\":0}"})
  void keepsAnAnswerWhoseErrorSaysNothing(String error) {
    String choice = "{" + SAYS + ",\"finish_reason\":\"stop\"}";
    String chat = "{\"error\":" + error + ",\"choices\":[" + choice + "]}";
    String embeddings = "{\"error\":" + error + ",\"data\":[{\"embedding\":[0.1]}]}";

    assertThat(captured(Operation.CHAT, false, chat)).isNotNull();
    assertThat(captured(Operation.EMBEDDINGS, false, embeddings)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"AACAPw==\"", "[0.1,-2,3e-7]"})
  void keepsEmbeddings(String vector) {
    String body =
        "{\"error\":null,\"data\":[{\"index\":0,\"x\":{\"y\":[null]},\"embedding\":"
            + vector
            + "}]}";
    Entry entry = captured(Operation.EMBEDDINGS, false, body);

    assertThat(text(entry.as(Shape.PLAIN))).isEqualTo(body);
    assertThat(entry.as(Shape.STREAM)).isNull();
    assertThat(entry.as(Shape.STREAM_WITH_USAGE)).isNull();
    assertThat(Entry.decode(entry.encoded()).as(Shape.STREAM)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":[]}",
        "{\"data\":null}",
        "{}",
        "",
        "[]",
        "{\"data\":[{}]}",
        "{\"data\":[null]}",
        "{\"data\":[{\"embedding\":null}]}",
        "{\"data\":[{\"embedding\":[]}]}",
        "{\"data\":[{\"embedding\":\"\"}]}",
        "{\"data\":[{\"embedding\":[0.1,null]}]}",
        "{\"data\":[{\"embedding\":[0.1,NaN]}]}",
        "{\"data\":[{\"embedding\":[[0.1]]}]}",
        "{\"data\":[{\"embedding\":[0.1]},{\"embedding\":null}]}",
        "{\"data\":[{\"embedding\":[0.1]},{\"index\":1}]}",
        "{\"data\":[{\"embedding\":[0.1]}],\"error\":{\"message\":\"x\"}}",
        "{\"data\":[{\"embedding\":[0.1]}]",
        "{\"data\":[{\"embedding\":[0.1]}]} x",
        "{\"data\":[{\"embedding\":[0.1"
      })
  void keepsNoEmbeddingsWithHoles(String body) {
    assertThat(captured(Operation.EMBEDDINGS, false, body)).isNull();
  }

  @Test
  void keepsAStreamWithoutItsComments() {
    Entry entry =
        captured(
            Operation.CHAT,
            true,
            ": keep-alive\n\n",
            ": first\nid: 7\ndata: " + delta(0, "{\"content\":\"Hi\"}", "null") + "\n: last\n\n",
            ": keep-alive\r\n\r\n",
            "data: " + delta(0, "{}", "\"stop\"") + "\r\n\r\n",
            "retry: 3000\n\n",
            DONE,
            ": bye\n\n");

    assertThat(text(entry.as(Shape.STREAM)))
        .isEqualTo(
            "id: 7\ndata: "
                + delta(0, "{\"content\":\"Hi\"}", "null")
                + "\n\ndata: "
                + delta(0, "{}", "\"stop\"")
                + "\r\n\r\n"
                + DONE);
  }

  @Test
  void keepsAStreamOnlyWholeAndWithEachChoiceEnded() {
    List<String> good = new ArrayList<>();
    good.add(event(delta(0, "{\"content\":\"Hi\"}", "null")));
    good.add(event(delta(1, "{\"content\":\"Ho\"}", "null")));
    good.add(event(delta(0, "{}", "\"stop\"")));
    good.add(event(delta(1, "{}", "\"stop\"")));
    good.add(DONE);

    assertThat(stream(good)).isNotNull();
    for (int missing = 0; missing < good.size(); missing++) {
      List<String> events = new ArrayList<>(good);
      events.remove(missing);
      assertThat(stream(events)).as("without %s", good.get(missing)).isNull();
    }
    assertThat(captured(Operation.EMBEDDINGS, true, good.toArray(String[]::new))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"error\":{\"message\":\"overloaded\"}}\n\n",
        "event: error\ndata: {\"message\":\"overloaded\"}\n\n",
        "event:error\ndata: {\"message\":\"overloaded\"}\n\n",
        "data: oops\n\n",
        "data: [1]\n\n",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"of whom?\"}}]}\n\n",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"id\":\"of"
            + " whom?\"}]}}]}\n\n",
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}\n\n",
        "data: [DONE]\n\n"
      })
  void keepsNoStreamThatWentWrong(String wrong) {
    String says = event(delta(0, "{\"content\":\"Hi\"}", "\"stop\""));

    assertThat(stream(List.of(says, "data: {\"choices\":[]}\n\n", DONE))).isNotNull();
    assertThat(stream(List.of(says, wrong, DONE))).isNull();
  }

  @Test
  void takesAsMuchAsItMayAndNothingMoreOnceItWasTooMuch() {
    String body = "{\"choices\":[{\"text\":\"Hi\",\"finish_reason\":\"stop\"}]}";
    byte[] bytes = body.getBytes(UTF_8);
    Capture enough = SampleEntries.capture(bytes.length);
    Capture tight = SampleEntries.capture(bytes.length - 1);

    assertThat(enough.add(bytes)).isTrue();
    assertThat(tight.add(bytes)).isFalse();

    assertThat(entry(enough)).isNotNull();
    assertThat(entry(tight)).isNull();
    assertThat(enough.add(new byte[1])).isFalse();
    assertThat(enough.add(new byte[0])).isFalse();
    assertThat(entry(enough)).isNull();
  }

  @Test
  void takesABodyThatComesInPieces() {
    String body = "{\"choices\":[{\"text\":\"深度\",\"finish_reason\":\"stop\"}]}";
    Capture capture = SampleEntries.capture(1000);
    for (byte one : body.getBytes(UTF_8)) {
      assertThat(capture.add(new byte[] {one})).isTrue();
    }

    assertThat(text(entry(capture).as(Shape.PLAIN))).isEqualTo(body);
    assertThat(entry(SampleEntries.capture(1000))).isNull();
  }

  private static Entry entry(Capture capture) {
    return capture.entry(
        SampleEntries.origin(Operation.COMPLETION), SampleEntries.LIFETIME, 1, false);
  }

  private static Entry stream(List<String> events) {
    return captured(Operation.CHAT, true, events.toArray(String[]::new));
  }

  private static String event(String json) {
    return "data: " + json + "\n\n";
  }

  private static String delta(int index, String delta, String reason) {
    return "{\"choices\":[{\"index\":%d,\"delta\":%s,\"finish_reason\":%s}]}"
        .formatted(index, delta, reason);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
