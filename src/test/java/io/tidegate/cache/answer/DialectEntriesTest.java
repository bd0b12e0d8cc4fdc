package io.tidegate.cache.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Operation;
import io.tidegate.formats.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are stored and given again within their dialect. */
class DialectEntriesTest {

  private static final String MESSAGE =
      "{\"id\":\"msg\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":"
          + "[{\"type\":\"text\",\"text\":\"Hello\"}],\"stop_reason\":\"end_turn\","
          + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}";

  private static final String RESPONSE =
      "{\"id\":\"r\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\",\"error\":null,"
          + "\"output\":[{\"id\":\"i\",\"type\":\"message\",\"role\":\"assistant\",\"status\":"
          + "\"completed\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\","
          + "\"annotations\":[]}]}],\"usage\":{\"input_tokens\":3,\"output_tokens\":2,"
          + "\"total_tokens\":5}}";

  private static String text(byte[] body) {
    return new String(body, UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max_tokens", "refusal", "pause_turn", "something"})
  void aMessageThatDidNotEndByItselfIsNotStored(String reason) {
    String cut = MESSAGE.replace("end_turn", reason);

    assertThat(SampleEntries.captured(Operation.MESSAGES, false, cut)).isNull();
  }

  /** Row 22 of other gateways' faults. */
  @ParameterizedTest
  @ValueSource(strings = {"incomplete", "failed", "in_progress", "cancelled"})
  void aResponseThatIsNotCompleteIsNotStored(String status) {
    String cut = RESPONSE.replaceFirst("completed", status);

    assertThat(SampleEntries.captured(Operation.RESPONSES, false, cut)).isNull();
  }

  @Test
  void aPlainAnswerServesStreamsAndTheStreamPlainCalls() throws IOException {
    for (Operation operation : new Operation[] {Operation.MESSAGES, Operation.RESPONSES}) {
      String plain = operation == Operation.MESSAGES ? MESSAGE : RESPONSE;
      Entry entry = SampleEntries.captured(operation, false, plain);

      assertThat(text(entry.as(Shape.PLAIN))).isEqualTo(plain);
      String stream = text(entry.as(Shape.STREAM));
      assertThat(stream).contains("Hello").doesNotContain("[DONE]");

      Entry streamed = SampleEntries.captured(operation, true, stream);
      assertThat(text(streamed.as(Shape.STREAM))).isEqualTo(stream);
      assertThat(Json.read(streamed.as(Shape.PLAIN))).isEqualTo(Json.read(plain.getBytes(UTF_8)));
      assertThat(Entry.decode(streamed.encoded()).as(Shape.PLAIN))
          .isEqualTo(streamed.as(Shape.PLAIN));
    }
  }

  @Test
  void countsOfTokensAreStoredAndHaveNoStreams() {
    Entry entry = SampleEntries.captured(Operation.COUNT_TOKENS, false, "{\"input_tokens\":7}");

    assertThat(text(entry.as(Shape.PLAIN))).isEqualTo("{\"input_tokens\":7}");
    assertThat(entry.as(Shape.STREAM)).isNull();
    assertThat(SampleEntries.captured(Operation.COUNT_TOKENS, false, "{}")).isNull();
  }
}
