package io.tidegate.it;

import static io.tidegate.it.Sdk.MODEL;
import static io.tidegate.it.Sdk.QUESTION;
import static io.tidegate.it.Sdk.RIGHT;
import static io.tidegate.it.Sdk.chat;
import static io.tidegate.it.Sdk.message;
import static io.tidegate.it.Sdk.plain;
import static io.tidegate.it.Sdk.streamed;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletion.Choice.FinishReason;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import io.tidegate.simulator.SimulatedAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application gets through OpenAI's own client. */
final class OpenAiSdkIT extends OneNode {

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
  void listsModelsAndRetrievesOne() {
    assertThat(client.models().list().data())
        .extracting(Model::id)
        .containsExactly(MODEL, "house-model");
    assertThat(client.models().retrieve(MODEL).validate().id()).isEqualTo(MODEL);
  }

  @Test
  void answersAPlainChat() {
    ChatCompletion answer = plain(client, chat().build()).validate();

    assertThat(message(answer).content()).hasValue(RIGHT);
    assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void streamsTheSameAnswerAndTheSameUsage() {
    ChatCompletion plain = plain(client, chat().build());
    ChatCompletion streamed =
        accumulated(streamed(client, chat().streamOptions(withUsage()).build()));

    assertThat(message(streamed).content()).hasValue(RIGHT);
    assertThat(streamed.choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(streamed.usage()).isPresent().isEqualTo(plain.usage());
  }

  @Test
  void passesToolCallsOnPlainAndStreamed() {
    ChatCompletionCreateParams params = chat().addFunctionTool(tideTable()).build();
    ChatCompletion plain = plain(client, params).validate();
    ChatCompletion streamed = accumulated(streamed(client, params));

    for (ChatCompletion answer : List.of(plain, streamed)) {
      ChatCompletionMessageFunctionToolCall call = toolCall(answer);
      assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
      assertThat(call.function().name()).isEqualTo(TOOL);
      assertThat(Fleet.json(call.function().arguments()).path("query").asText())
          .isEqualTo(QUESTION);
    }
    assertThat(toolCall(streamed).id()).isEqualTo(toolCall(plain).id()).isNotEmpty();
  }

  @Test
  void answersOnceTheToolHasSpoken() {
    ChatCompletionCreateParams asked = chat().addFunctionTool(tideTable()).build();
    ChatCompletion call = plain(client, asked);
    ChatCompletionCreateParams told =
        asked.toBuilder()
            .addMessage(message(call))
            .addMessage(
                ChatCompletionToolMessageParam.builder()
                    .toolCallId(toolCall(call).id())
                    .content("04:12 and 16:40")
                    .build())
            .build();

    assertThat(message(plain(client, told)).content()).hasValue(RIGHT);
  }

  @Test
  void keepsTheReasoningPlainAndStreamed() {
    ChatCompletion plain = plain(client, chat().build());
    String deltas =
        streamed(client, chat().build()).stream()
            .flatMap(chunk -> chunk.choices().stream())
            .flatMap(choice -> reasoning(choice.delta()._allProperties()).stream())
            .collect(joining());

    assertThat(reasoning(message(plain)._allProperties()))
        .hasValue(SimulatedAnswer.reasoning(QUESTION));
    assertThat(deltas).isEqualTo(SimulatedAnswer.reasoning(QUESTION));
  }

  @Test
  void handsFieldsThatOnlyTheNodeKnowsOnToIt() {
    ChatCompletionCreateParams params =
        chat()
            .putAdditionalBodyProperty("thinking", JsonValue.from(Map.of("type", "disabled")))
            .build();

    ChatCompletionMessage message = message(plain(client, params));

    assertThat(message.content()).hasValue(RIGHT);
    assertThat(message._allProperties()).doesNotContainKey("reasoning_content");
  }

  @Test
  void embedsInTheEncodingThatTheSdkChooses() {
    CreateEmbeddingResponse answer =
        client
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model(MODEL)
                    .inputOfArrayOfStrings(List.of("ebb", "flood"))
                    .build());

    assertThat(answer.data()).hasSize(2);
    assertThat(answer.data().get(0).embeddingValue().isBase64()).isTrue();
    assertThat(answer.data().get(0).embedding()).isEqualTo(embedding("ebb"));
    assertThat(answer.data().get(1).embedding()).isEqualTo(embedding("flood"));
  }

  @Test
  void completesAPromptInTheOldWay() {
    CompletionCreateParams params =
        CompletionCreateParams.builder().model(MODEL).prompt(QUESTION).build();

    assertThat(client.completions().create(params).validate().choices().get(0).text())
        .isEqualTo(RIGHT);
  }

  private static ChatCompletion accumulated(List<ChatCompletionChunk> chunks) {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    chunks.forEach(whole::accumulate);
    return whole.chatCompletion();
  }

  private static ChatCompletionStreamOptions withUsage() {
    return ChatCompletionStreamOptions.builder().includeUsage(true).build();
  }

  private static FunctionDefinition tideTable() {
    Map<String, Object> query = Map.of("query", Map.of("type", "string"));
    return FunctionDefinition.builder()
        .name(TOOL)
        .parameters(
            FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(query))
                .build())
        .build();
  }

  private static ChatCompletionMessageFunctionToolCall toolCall(ChatCompletion answer) {
    return message(answer).toolCalls().orElseThrow().get(0).asFunction();
  }

  private static Optional<String> reasoning(Map<String, JsonValue> properties) {
    return Optional.ofNullable(properties.get("reasoning_content"))
        .map(value -> value.convert(String.class));
  }

  private static List<Float> embedding(String input) {
    List<Float> numbers = new ArrayList<>();
    for (float number : SimulatedAnswer.embedding(input)) {
      numbers.add(number);
    }
    return numbers;
  }
}
