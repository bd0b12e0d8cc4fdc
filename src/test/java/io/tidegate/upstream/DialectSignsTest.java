package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in streams of typed events and is no part of the answer. */
class DialectSignsTest {

  private static final String START =
      event(
          "message_start",
          "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":"
              + "\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,"
              + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}");
  private static final String BLOCK =
      event(
          "content_block_start",
          "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\","
              + "\"text\":\"\"}}");
  private static final String HELLO =
      event(
          "content_block_delta",
          "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
              + "\"text\":\"Hello\"}}");
  private static final String END =
      event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}")
          + event(
              "message_delta",
              "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\","
                  + "\"stop_sequence\":null},\"usage\":{\"output_tokens\":2}}")
          + event("message_stop", "{\"type\":\"message_stop\"}");

  private static final String CREATED =
      event(
          "response.created",
          "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"r1\","
              + "\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"m\",\"output\":[]}}");
  private static final String TEXT =
      event(
          "response.output_text.delta",
          "{\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"i\","
              + "\"output_index\":0,\"content_index\":0,\"delta\":\"Hello\"}");
  private static final String COMPLETED =
      event(
          "response.completed",
          "{\"type\":\"response.completed\",\"sequence_number\":2,\"response\":{\"id\":\"r1\","
              + "\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\",\"output\":["
              + "{\"id\":\"i\",\"type\":\"message\",\"role\":\"assistant\",\"status\":"
              + "\"completed\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\","
              + "\"annotations\":[]}]}]}}");

  private final AttemptFixture messages = AttemptFixture.streamed(Operation.MESSAGES, true);
  private final AttemptFixture responses = AttemptFixture.streamed(Operation.RESPONSES, true);

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "[]", "false"})
  void dataThatSayNothingAreDropped(String nothing) {
    String bare = "data: " + nothing + "\n\n";
    String named = event("ping", nothing);
    messages.send(bare, START, named, BLOCK, HELLO, bare, END);
    responses.send(bare, CREATED, bare, TEXT, named, COMPLETED);

    assertThat(messages.text()).isEqualTo(START + BLOCK + HELLO + END);
    assertThat(messages.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(responses.text()).isEqualTo(CREATED + TEXT + COMPLETED);
    assertThat(responses.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }

  @Test
  void aToolThatTheNodeItselfCallsIsWorkAndNoContent() {
    String item =
        event(
            "response.output_item.added",
            "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"id\":\"ig_1\","
                + "\"type\":\"image_generation_call\",\"status\":\"in_progress\"}}");
    String generating =
        event(
            "response.image_generation_call.generating",
            "{\"type\":\"response.image_generation_call.generating\",\"output_index\":0,"
                + "\"item_id\":\"ig_1\"}");
    AttemptFixture other = AttemptFixture.streamed(Operation.RESPONSES, true);
    responses.send(CREATED);
    assertThat(responses.begun()).isFalse();

    responses.send(item);
    other.send(CREATED, generating);

    assertThat(responses.begun()).isTrue();
    assertThat(other.begun()).isTrue();
    assertThat(responses.answer.head()).as("held back").isNull();
    responses.send(generating, TEXT, COMPLETED);
    assertThat(responses.text()).isEqualTo(CREATED + item + generating + TEXT + COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "[]", "false"})
  void dataThatSayNothingAreLeftOutOfAPlainAnswer(String nothing) {
    String bare = "data: " + nothing + "\n\n";
    AttemptFixture plain = AttemptFixture.streamed(Operation.MESSAGES, false);
    plain.send(START, BLOCK, bare, HELLO, bare, END);

    assertThat(plain.text()).contains("\"text\":\"Hello\"", "\"stop_reason\":\"end_turn\"");
    assertThat(plain.outcome().kind()).isEqualTo(Kind.COMPLETED);
  }
}
