package io.tidegate.it;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.util.ArrayList;
import java.util.List;

/** Anthropic's own client, pointed at the server. */
final class AnthropicSdk {

  private AnthropicSdk() {}

  /** A client without retries, unless they are added. */
  static AnthropicOkHttpClient.Builder settings() {
    return AnthropicOkHttpClient.builder()
        .baseUrl(DeployedEar.SERVER.toString())
        .apiKey("unused")
        .maxRetries(0);
  }

  static MessageCreateParams.Builder message() {
    return message(Sdk.QUESTION);
  }

  static MessageCreateParams.Builder message(String question) {
    return MessageCreateParams.builder().model(Sdk.MODEL).maxTokens(512).addUserMessage(question);
  }

  static Message plain(AnthropicClient client, MessageCreateParams params) {
    return client.messages().create(params);
  }

  static List<RawMessageStreamEvent> streamed(AnthropicClient client, MessageCreateParams params) {
    List<RawMessageStreamEvent> events = new ArrayList<>();
    stream(client, params, events);
    return events;
  }

  /** Adds to {@code events} while they come, so that they remain when the stream breaks. */
  static void stream(
      AnthropicClient client, MessageCreateParams params, List<RawMessageStreamEvent> events) {
    try (StreamResponse<RawMessageStreamEvent> response =
        client.messages().createStreaming(params)) {
      response.stream().forEach(events::add);
    }
  }

  /** What the SDK's own accumulator makes of a stream. */
  static Message accumulated(AnthropicClient client, MessageCreateParams params) {
    MessageAccumulator whole = MessageAccumulator.create();
    streamed(client, params).forEach(whole::accumulate);
    return whole.message();
  }

  /** All text of {@code message}. */
  static String text(Message message) {
    StringBuilder text = new StringBuilder();
    message.content().forEach(block -> block.text().ifPresent(it -> text.append(it.text())));
    return text.toString();
  }
}
