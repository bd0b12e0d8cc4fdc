package io.tidegate.it;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import io.tidegate.simulator.SimulatedAnswer;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's own client, pointed at the server, and one question to ask by it. */
final class Sdk {

  static final String MODEL = "deepseek-flash";
  static final String QUESTION = "When is high tide?";
  static final String RIGHT = SimulatedAnswer.text(QUESTION, Fleet.quick().answerTokens());

  private Sdk() {}

  /** A client without retries, unless they are added. */
  static OpenAIOkHttpClient.Builder settings() {
    return OpenAIOkHttpClient.builder()
        .baseUrl(DeployedEar.SERVER + "/v1")
        .apiKey("unused")
        .maxRetries(0);
  }

  static ChatCompletionCreateParams.Builder chat() {
    return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage(QUESTION);
  }

  static ChatCompletion plain(OpenAIClient client, ChatCompletionCreateParams params) {
    return client.chat().completions().create(params);
  }

  static List<ChatCompletionChunk> streamed(
      OpenAIClient client, ChatCompletionCreateParams params) {
    List<ChatCompletionChunk> chunks = new ArrayList<>();
    stream(client, params, chunks);
    return chunks;
  }

  /** Adds to {@code chunks} while they come, so that they remain when the stream breaks. */
  static void stream(
      OpenAIClient client, ChatCompletionCreateParams params, List<ChatCompletionChunk> chunks) {
    try (StreamResponse<ChatCompletionChunk> response =
        client.chat().completions().createStreaming(params)) {
      response.stream().forEach(chunks::add);
    }
  }

  static ChatCompletionMessage message(ChatCompletion answer) {
    return answer.choices().get(0).message();
  }
}
