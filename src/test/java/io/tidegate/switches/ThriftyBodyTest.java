package io.tidegate.switches;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a brownout makes of a body. */
class ThriftyBodyTest {

  private static final Brownout CAP = new Brownout(true, 100, false, Priority.LOW);
  private static final Brownout ALL = new Brownout(true, 100, true, Priority.LOW);
  private static final String HEAD =
      "{ \"model\" : \"m\", \"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

  private static Request sent(String body) {
    return Dialects.parse(body.getBytes(UTF_8), Operation.CHAT);
  }

  private static String changed(Brownout brownout, String body) {
    return text(brownout.changed(sent(body), Operation.CHAT));
  }

  private static String text(Request request) {
    return new String(request.bytes(), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", \"max_tokens\" :  4000 } | , \"max_tokens\" :  100 }",
        ",\"max_tokens\":101,\"x\":1.50} | ,\"max_tokens\":100,\"x\":1.50}",
        ",\"max_tokens\":1e6} | ,\"max_tokens\":100}",
        ",\"max_tokens\":99999999999999999999} | ,\"max_tokens\":100}",
        ",\"max_completion_tokens\":7000} | ,\"max_completion_tokens\":100}",
        ",\"max_tokens\":null} | ,\"max_tokens\":100}",
        ",\"max_tokens\":null,\"max_completion_tokens\":200}"
            + " | ,\"max_tokens\":null,\"max_completion_tokens\":100}",
        ",\"max_tokens\":500,\"max_tokens\":50} | ,\"max_tokens\":100,\"max_tokens\":50}"
      })
  void lowersWhatIsAboveTheCapInItsPlace(String before, String after) {
    assertThat(changed(CAP, HEAD + before)).isEqualTo(HEAD + after);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ",\"max_tokens\":100}",
        ",\"max_tokens\":1}",
        ",\"max_completion_tokens\":7}",
        ",\"max_tokens\":\"many\"}",
        ",\"max_tokens\":[4000]}",
        ",\"max_tokens\":{\"max_tokens\":4000}}"
      })
  void leavesWhatAsksForNoMoreAndWhatIsTheNodesAffair(String rest) {
    Request request = sent(HEAD + rest);

    assertThat(CAP.changed(request, Operation.CHAT)).isSameAs(request);
  }

  @Test
  void putsACapInFrontWhereThereIsNone() {
    String body = HEAD + ",\"x\":{\"max_tokens\":9000}}";

    assertThat(changed(CAP, body))
        .isEqualTo(
            "{\"max_tokens\":100, \"model\" : \"m\","
                + " \"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"x\":{\"max_tokens\":9000}}");
  }

  @Test
  void leavesThinkingOffWhereNothingWasSaidOfIt() {
    Brownout thinking = new Brownout(true, 0, true, Priority.LOW);

    assertThat(
            changed(
                thinking, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"))
        .isEqualTo(
            "{\"thinking\":{\"type\":\"disabled\"},\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ",\"thinking\":{\"type\":\"enabled\"}}",
        ",\"thinking\":null}",
        ",\"enable_thinking\":true}",
        ",\"reasoning_effort\":\"high\"}",
        ",\"reasoning\":{\"effort\":\"low\"}}",
        ",\"chat_template_kwargs\":{\"a\":[1],\"thinking\":true}}",
        ",\"chat_template_kwargs\":{\"enable_thinking\":false}}"
      })
  void respectsWhatAClientSaysOfThinking(String rest) {
    Brownout thinking = new Brownout(true, 0, true, Priority.LOW);
    Request request = sent(HEAD + rest);

    assertThat(thinking.changed(request, Operation.CHAT)).isSameAs(request);
  }

  @Test
  void respectsAModelThatThinks() {
    Request request =
        sent(
            "{\"model\":\"deepseek-reasoner\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":1}");

    assertThat(ALL.changed(request, Operation.CHAT)).isSameAs(request);
  }

  @Test
  void tellsWhatItChangedAndWhatWasSent() {
    Request request =
        sent("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    Request changed = ALL.changed(request, Operation.CHAT);

    assertThat(changed.change().told()).isEqualTo("max_tokens=100, thinking=disabled");
    assertThat(changed.change().sent()).isSameAs(request);
    assertThat(changed.facts().maxOutput()).isEqualTo(100);
    assertThat(request.change()).isNull();
  }

  @Test
  void keepsItsFactsWhereTheyAreNow() {
    String body =
        "{\"max_tokens\":123456,\"model\":\"ä\",\"tools\":[{}],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":7}";
    Request changed = ALL.changed(sent(body), Operation.CHAT);
    Request again = Dialects.parse(changed.bytes(), Operation.CHAT);

    assertThat(changed.facts().name()).isEqualTo(again.facts().name());
    assertThat(changed.facts().input()).isEqualTo(again.facts().input());
    assertThat(changed.facts().tools()).isEqualTo(again.facts().tools());
    assertThat(text(changed)).contains("\"max_tokens\":100,\"model\"");
  }

  @Test
  void asksNothingOfEmbeddingsAndNoThinkingOfCompletions() {
    byte[] embeddings = "{\"model\":\"m\",\"input\":\"x\"}".getBytes(UTF_8);
    Request request = Dialects.parse(embeddings, Operation.EMBEDDINGS);
    assertThat(ALL.changed(request, Operation.EMBEDDINGS)).isSameAs(request);

    byte[] completion = "{\"model\":\"m\",\"prompt\":\"x\"}".getBytes(UTF_8);
    Request changed =
        ALL.changed(Dialects.parse(completion, Operation.COMPLETION), Operation.COMPLETION);
    assertThat(changed.change().told()).isEqualTo("max_tokens=100");
  }

  @Test
  void leavesABodyWithAByteOrderMarkOrOfUtf16AsItIsOrChangesItRightly() {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":9000}";
    for (byte[] bytes : new byte[][] {("\uFEFF" + body).getBytes(UTF_8), body.getBytes(UTF_16LE)}) {
      Request request = new Request(bytes, sent(body).facts());
      Request changed = CAP.changed(request, Operation.CHAT);

      assertThat(changed == request || text(changed).contains("\"max_tokens\":100}")).isTrue();
    }
  }
}
