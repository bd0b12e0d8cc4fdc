package io.tidegate.cache.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.ObjectMappers;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import io.tidegate.cache.answer.NodeAnswer.Style;
import io.tidegate.formats.Events;
import io.tidegate.formats.Json;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Holds our forms against what OpenAI's SDK for Java makes of streams. */
class SdkAccumulatorTest {

  private static final JsonMapper SDK = ObjectMappers.jsonMapper();

  @Property(tries = 300)
  void aPlainAnswerFromANodesStreamIsWhatTheSdkMakesOfIt(@ForAll long seed, @ForAll Style style)
      throws IOException {
    byte[] stream = new NodeAnswer(new Random(seed), style).stream(true);

    byte[] plain = SampleEntries.entry(true, stream).as(Shape.PLAIN);

    assertSame(completion(plain), accumulated(stream));
  }

  @Property(tries = 300)
  void theSdkMakesThePlainAnswerOfTheStreamThatWeMakeOfIt(@ForAll long seed, @ForAll Style style)
      throws IOException {
    byte[] plain = Json.write(new NodeAnswer(new Random(seed), style).plain());

    byte[] stream = SampleEntries.entry(false, plain).as(Shape.STREAM_WITH_USAGE);

    assertSame(completion(plain), accumulated(stream));
  }

  @Property(tries = 100)
  void ourFormsAreWholeForTheSdk(@ForAll long seed, @ForAll Style style) throws IOException {
    NodeAnswer answer = new NodeAnswer(new Random(seed), style);
    byte[] plain = SampleEntries.entry(true, answer.stream(true)).as(Shape.PLAIN);
    byte[] stream = SampleEntries.entry(false, Json.write(answer.plain())).as(Shape.STREAM);

    assertThat(completion(plain).isValid()).isTrue();
    for (Events.Chunk chunk : Events.read(stream)) {
      assertThat(chunk(chunk.json()).isValid()).isTrue();
    }
  }

  @Test
  void theSdkItselfKeepsOnlyTheLastPieceOfWhatItDoesNotKnow() throws IOException {
    String stream =
        chunk("{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"6*\"}", "null")
            + chunk("{\"reasoning_content\":\"7\"}", "null")
            + chunk("{\"content\":\"42\"}", "null")
            + chunk("{}", "\"stop\"")
            + "data:"
            + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\n"
            + "data: [DONE]\n\n";

    ChatCompletion ours = completion(SampleEntries.stream(stream).as(Shape.PLAIN));
    ChatCompletion theirs = accumulated(stream.getBytes(UTF_8));

    assertSame(ours, theirs);
    assertThat(reasoning(theirs)).isEqualTo("7");
    assertThat(reasoning(ours)).isEqualTo("6*7");
  }

  private static String chunk(String delta, String reason) {
    return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + reason
        + "}]}\n\n";
  }

  private static String reasoning(ChatCompletion completion) {
    return member(completion, "/choices/0/message/reasoning_content").textValue();
  }

  private static JsonNode member(ChatCompletion completion, String path) {
    return SDK.valueToTree(completion).at(path);
  }

  private static ChatCompletion completion(byte[] plain) throws IOException {
    return SDK.readValue(plain, ChatCompletion.class);
  }

  private static ChatCompletionChunk chunk(ObjectNode json) throws IOException {
    return SDK.readValue(json.toString(), ChatCompletionChunk.class);
  }

  /**
   * What the SDK makes of {@code stream}. Of a chunk with usage it reads nothing else, so that it
   * cannot take DeepSeek's last chunk as it is: that one is given to it in two.
   */
  private static ChatCompletion accumulated(byte[] stream) throws IOException {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    for (Events.Chunk event : Events.read(stream)) {
      ObjectNode json = event.json();
      JsonNode usage = json.get("usage");
      if (Json.present(usage) && !json.get("choices").isEmpty()) {
        accumulator.accumulate(chunk(json.deepCopy().putNull("usage")));
        json.putArray("choices");
      }
      accumulator.accumulate(chunk(json));
    }
    return accumulator.chatCompletion();
  }

  private static void assertSame(ChatCompletion ours, ChatCompletion theirs) {
    assertThat(ours.id()).isEqualTo(theirs.id());
    assertThat(ours.model()).isEqualTo(theirs.model());
    assertThat(ours.created()).isEqualTo(theirs.created());
    assertThat(member(ours, "/system_fingerprint"))
        .isEqualTo(member(theirs, "/system_fingerprint"));
    assertThat(ours.serviceTier()).isEqualTo(theirs.serviceTier());
    assertThat(ours.usage()).isPresent().isEqualTo(theirs.usage());
    assertThat(ours.choices()).hasSameSizeAs(theirs.choices());
    for (int i = 0; i < ours.choices().size(); i++) {
      assertSame(ours.choices().get(i), theirs.choices().get(i));
    }
  }

  private static void assertSame(ChatCompletion.Choice ours, ChatCompletion.Choice theirs) {
    assertThat(ours.index()).isEqualTo(theirs.index());
    assertThat(ours.finishReason()).isEqualTo(theirs.finishReason());
    assertThat(ours.message().content()).isEqualTo(theirs.message().content());
    assertThat(ours.message().refusal()).isEqualTo(theirs.message().refusal());
    assertThat(ours.message()._role()).isEqualTo(theirs.message()._role());
    assertThat(logged(ours)).isEqualTo(logged(theirs));
    assertThat(calls(ours)).isEqualTo(calls(theirs));
  }

  private static List<ChatCompletionTokenLogprob> logged(ChatCompletion.Choice choice) {
    return choice.logprobs().flatMap(ChatCompletion.Choice.Logprobs::content).orElse(List.of());
  }

  private static List<List<String>> calls(ChatCompletion.Choice choice) {
    return choice.message().toolCalls().orElse(List.of()).stream()
        .map(ChatCompletionMessageToolCall::asFunction)
        .map(SdkAccumulatorTest::parts)
        .toList();
  }

  private static List<String> parts(ChatCompletionMessageFunctionToolCall call) {
    return List.of(call.id(), call.function().name(), call.function().arguments());
  }
}
