package io.tidegate.it;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.ArrayList;
import java.util.List;

/** The Responses of OpenAI's own client. */
final class ResponsesSdk {

  private ResponsesSdk() {}

  static ResponseCreateParams.Builder response() {
    return response(Sdk.QUESTION);
  }

  static ResponseCreateParams.Builder response(String question) {
    return ResponseCreateParams.builder().model(Sdk.MODEL).input(question);
  }

  static Response plain(OpenAIClient client, ResponseCreateParams params) {
    return client.responses().create(params);
  }

  static List<ResponseStreamEvent> streamed(OpenAIClient client, ResponseCreateParams params) {
    List<ResponseStreamEvent> events = new ArrayList<>();
    stream(client, params, events);
    return events;
  }

  /** Adds to {@code events} while they come, so that they remain when the stream breaks. */
  static void stream(
      OpenAIClient client, ResponseCreateParams params, List<ResponseStreamEvent> events) {
    try (StreamResponse<ResponseStreamEvent> response =
        client.responses().createStreaming(params)) {
      response.stream().forEach(events::add);
    }
  }

  /** What the SDK's own accumulator makes of a stream. */
  static Response accumulated(OpenAIClient client, ResponseCreateParams params) {
    ResponseAccumulator whole = ResponseAccumulator.create();
    streamed(client, params).forEach(whole::accumulate);
    return whole.response();
  }

  /** All text of {@code response}. */
  static String text(Response response) {
    StringBuilder text = new StringBuilder();
    response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .forEach(part -> part.outputText().ifPresent(it -> text.append(it.text())));
    return text.toString();
  }
}
