package io.tidegate.it;

import static io.tidegate.it.ResponsesSdk.accumulated;
import static io.tidegate.it.ResponsesSdk.plain;
import static io.tidegate.it.ResponsesSdk.response;
import static io.tidegate.it.ResponsesSdk.streamed;
import static io.tidegate.it.ResponsesSdk.text;
import static io.tidegate.it.Sdk.QUESTION;
import static io.tidegate.it.Sdk.RIGHT;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import io.tidegate.simulator.SimulatedAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application gets of the Responses of OpenAI's own client. */
final class OpenAiResponsesIT extends OneNode {

  private static final String TOOL = "tide_table";

  private OpenAIClient client;

  @BeforeEach
  void open() {
    client = Sdk.settings().build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void answersPlain() {
    Response answer = plain(client, response().build());

    assertThat(text(answer)).isEqualTo(RIGHT);
    assertThat(answer.status()).hasValue(ResponseStatus.COMPLETED);
    assertThat(answer.usage().orElseThrow().outputTokens()).isPositive();
  }

  @Test
  void answersAsAStreamThatIsCompletedOnce() {
    List<ResponseStreamEvent> events = streamed(client, response().build());
    String deltas =
        events.stream()
            .filter(ResponseStreamEvent::isOutputTextDelta)
            .map(event -> event.asOutputTextDelta().delta())
            .collect(joining());

    assertThat(deltas).isEqualTo(RIGHT);
    assertThat(events.get(0).isCreated()).isTrue();
    assertThat(events).filteredOn(ResponseStreamEvent::isCompleted).hasSize(1);
    assertThat(events.get(events.size() - 1).isCompleted()).isTrue();
    assertThat(text(accumulated(client, response().build()))).isEqualTo(RIGHT);
  }

  @Test
  void callsAToolAndAnswersOnceItHasSpoken() {
    ResponseCreateParams params = response().addTool(tideTable()).build();
    Response plain = plain(client, params);
    ResponseFunctionToolCall call = toolCall(plain);

    for (Response answer : List.of(plain, accumulated(client, params))) {
      assertThat(toolCall(answer).name()).isEqualTo(TOOL);
      assertThat(Fleet.json(toolCall(answer).arguments()).path("query").asText())
          .isEqualTo(QUESTION);
    }
    ResponseCreateParams told =
        params.toBuilder()
            .inputOfResponse(
                List.of(
                    ResponseInputItem.ofEasyInputMessage(
                        EasyInputMessage.builder()
                            .role(EasyInputMessage.Role.USER)
                            .content(QUESTION)
                            .build()),
                    ResponseInputItem.ofFunctionCall(call),
                    ResponseInputItem.ofFunctionCallOutput(
                        ResponseInputItem.FunctionCallOutput.builder()
                            .callId(call.callId())
                            .output("04:12 and 16:40")
                            .build())))
            .build();

    assertThat(text(plain(client, told))).isEqualTo(RIGHT);
  }

  @Test
  void keepsTheReasoningAndLeavesItOutWhereItIsNotWanted() {
    for (Response answer :
        List.of(plain(client, response().build()), accumulated(client, response().build()))) {
      String thoughts =
          answer.output().stream()
              .flatMap(item -> item.reasoning().stream())
              .flatMap(item -> item.content().stream())
              .flatMap(List::stream)
              .map(content -> content.text())
              .collect(joining());
      assertThat(thoughts).isEqualTo(SimulatedAnswer.reasoning(QUESTION));
    }
    Reasoning none = Reasoning.builder().effort(ReasoningEffort.NONE).build();
    assertThat(plain(client, response().reasoning(none).build()).output())
        .noneMatch(ResponseOutputItem::isReasoning);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStoredAnswerIsTheSameInItsOtherForm(boolean streamFirst) {
    for (boolean tool : new boolean[] {false, true}) {
      ResponseCreateParams.Builder builder =
          response("Stored response " + streamFirst + tool)
              .temperature(0)
              .putAdditionalHeader("x-tidegate-cache", "use");
      ResponseCreateParams params = (tool ? builder.addTool(tideTable()) : builder).build();
      long before = fleet.started("one");

      Response first = streamFirst ? accumulated(client, params) : plain(client, params);
      Response second = streamFirst ? plain(client, params) : accumulated(client, params);

      assertThat(fleet.started("one")).isEqualTo(before + 1);
      assertThat(second).isEqualTo(first);
    }
  }

  private static FunctionTool tideTable() {
    return FunctionTool.builder()
        .name(TOOL)
        .strict(false)
        .parameters(
            FunctionTool.Parameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of("query", Map.of("type", "string"))))
                .build())
        .build();
  }

  private static ResponseFunctionToolCall toolCall(Response answer) {
    return answer.output().stream()
        .flatMap(item -> item.functionCall().stream())
        .findFirst()
        .orElseThrow();
  }
}
