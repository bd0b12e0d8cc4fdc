package io.tidegate.it;

import static io.tidegate.it.AnthropicSdk.accumulated;
import static io.tidegate.it.AnthropicSdk.message;
import static io.tidegate.it.AnthropicSdk.plain;
import static io.tidegate.it.AnthropicSdk.streamed;
import static io.tidegate.it.AnthropicSdk.text;
import static io.tidegate.it.Sdk.MODEL;
import static io.tidegate.it.Sdk.QUESTION;
import static io.tidegate.it.Sdk.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.ThinkingConfigDisabled;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import io.tidegate.simulator.SimulatedAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application gets through Anthropic's own client. */
final class AnthropicSdkIT extends OneNode {

  private static final String TOOL = "tide_table";

  private AnthropicClient client;

  @BeforeEach
  void open() {
    client = AnthropicSdk.settings().build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void listsModelsAndRetrievesOne() {
    assertThat(client.models().list().data())
        .extracting(ModelInfo::id)
        .containsExactly(MODEL, "house-model");
    assertThat(client.models().retrieve(MODEL).displayName()).isEqualTo(MODEL);
  }

  @Test
  void mayAskByAnyNameThatFitsAPatternWhichIsNotListed() {
    String name = "claude-opus-4-20250514";

    assertThat(client.models().list().data()).noneMatch(model -> model.id().contains("claude"));
    assertThat(client.models().retrieve(name).id()).isEqualTo(name);
    assertThat(text(plain(client, message().model(name).build()))).isEqualTo(RIGHT);
  }

  @Test
  void countsWhatACallIsBilled() {
    long counted =
        client
            .messages()
            .countTokens(
                MessageCountTokensParams.builder().model(MODEL).addUserMessage(QUESTION).build())
            .inputTokens();

    assertThat(counted).isPositive();
    // Row 26: the instructions and the tools count, too.
    MessageCountTokensParams.Builder more =
        MessageCountTokensParams.builder().model(MODEL).addUserMessage(QUESTION);
    long withSystem =
        client.messages().countTokens(more.system("Be brief, and exact.").build()).inputTokens();
    assertThat(withSystem).isGreaterThan(counted);
    assertThat(client.messages().countTokens(more.addTool(tideTable()).build()).inputTokens())
        .isGreaterThan(withSystem);
    assertThat(plain(client, message().build()).usage().inputTokens()).isEqualTo(counted);
  }

  @Test
  void answersPlain() {
    Message answer = plain(client, message().build()).validate();

    assertThat(text(answer)).isEqualTo(RIGHT);
    assertThat(answer.stopReason()).hasValue(StopReason.END_TURN);
    assertThat(answer.model().asString()).isEqualTo(MODEL);
    assertThat(answer.usage().outputTokens()).isPositive();
  }

  @Test
  void answersAsAStreamThatStartsAndStopsOnce() {
    List<RawMessageStreamEvent> events = streamed(client, message().build());

    assertThat(events).filteredOn(RawMessageStreamEvent::isMessageStart).hasSize(1);
    assertThat(events).filteredOn(RawMessageStreamEvent::isMessageStop).hasSize(1);
    assertThat(events.get(events.size() - 1).isMessageStop()).isTrue();
    assertThat(text(accumulated(client, message().build()))).isEqualTo(RIGHT);
  }

  @Test
  void callsATool() {
    MessageCreateParams params = message().addTool(tideTable()).build();
    Message plain = plain(client, params).validate();
    Message streamed = accumulated(client, params);

    for (Message answer : List.of(plain, streamed)) {
      assertThat(answer.stopReason()).hasValue(StopReason.TOOL_USE);
      assertThat(toolUse(answer).name()).isEqualTo(TOOL);
      assertThat(toolUse(answer)._input().toString()).contains("query").contains(QUESTION);
    }
    assertThat(toolUse(streamed).id()).isEqualTo(toolUse(plain).id()).isNotEmpty();
  }

  @Test
  void answersOnceTheToolHasSpoken() {
    MessageCreateParams asked = message().addTool(tideTable()).build();
    Message call = plain(client, asked);
    ToolResultBlockParam result =
        ToolResultBlockParam.builder()
            .toolUseId(toolUse(call).id())
            .content("04:12 and 16:40")
            .build();
    MessageCreateParams told =
        asked.toBuilder()
            .addMessage(call)
            .addUserMessageOfContentBlockParams(List.of(ContentBlockParam.ofToolResult(result)))
            .build();

    Message answer = plain(client, told);

    assertThat(answer.stopReason()).hasValue(StopReason.END_TURN);
    assertThat(text(answer)).isNotEmpty();
  }

  @Test
  void keepsThoughtsWithTheirSignature() {
    MessageCreateParams params = message().enabledThinking(1024).maxTokens(2048).build();

    for (Message answer : List.of(plain(client, params), accumulated(client, params))) {
      assertThat(answer.content().get(0).asThinking().thinking())
          .isEqualTo(SimulatedAnswer.reasoning(QUESTION));
      assertThat(answer.content().get(0).asThinking().signature()).isNotNull();
      assertThat(text(answer)).isEqualTo(RIGHT);
    }
    Message thoughtless =
        plain(client, message().thinking(ThinkingConfigDisabled.builder().build()).build());
    assertThat(thoughtless.content()).noneMatch(block -> block.isThinking());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStoredAnswerIsTheSameInItsOtherForm(boolean streamFirst) {
    for (boolean tool : new boolean[] {false, true}) {
      MessageCreateParams.Builder builder =
          message("Stored " + streamFirst + tool)
              .putAdditionalBodyProperty("temperature", JsonValue.from(0))
              .putAdditionalHeader("x-tidegate-cache", "use");
      MessageCreateParams params = (tool ? builder.addTool(tideTable()) : builder).build();
      long before = fleet.started("one");

      Message first = streamFirst ? accumulated(client, params) : plain(client, params);
      Message second = streamFirst ? plain(client, params) : accumulated(client, params);

      assertThat(fleet.started("one")).isEqualTo(before + 1);
      assertThat(second).isEqualTo(first);
    }
  }

  private static Tool tideTable() {
    return Tool.builder()
        .name(TOOL)
        .description("When the water is high")
        .inputSchema(
            Tool.InputSchema.builder()
                .properties(
                    Tool.InputSchema.Properties.builder()
                        .putAdditionalProperty("query", JsonValue.from(Map.of("type", "string")))
                        .build())
                .build())
        .build();
  }

  private static ToolUseBlock toolUse(Message answer) {
    return answer.content().stream()
        .flatMap(block -> block.toolUse().stream())
        .findFirst()
        .orElseThrow();
  }
}
