package io.tidegate.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What the tests of the simulator say to it, and how they read and await its answers. */
final class Requests {
  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Requests() {}

  /** Settings without any delay or chance. */
  static SimulatorSettings instant() {
    return SimulatorSettings.defaults()
        .withTimeToFirstToken(Duration.ZERO)
        .withTimePerToken(Duration.ZERO)
        .withJitter(0)
        .withAnswerTokens(4);
  }

  /** A chat request; {@code more} are further members, each followed by a comma. */
  static String chat(String prompt, String more) {
    return "{%s\"model\":\"deepseek-flash\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(more, prompt);
  }

  static String chat(String prompt, boolean stream) {
    return chat(prompt, "\"stream\":%b,".formatted(stream));
  }

  /** A request in Responses; {@code more} are further members, each followed by a comma. */
  static String response(String prompt, String more) {
    return "{%s\"model\":\"deepseek-flash\",\"input\":\"%s\"}".formatted(more, prompt);
  }

  /** A request in Messages; {@code more} are further members, each followed by a comma. */
  static String message(String prompt, String more) {
    return "{%s\"max_tokens\":100,%s".formatted(more, chat(prompt, "").substring(1));
  }

  /** The types of all events, repetitions left out, without the prefix of Responses. */
  static String types(String body) {
    List<String> types = new ArrayList<>();
    for (JsonNode event : events(body)) {
      String type = event.path("type").asText("none").replaceFirst("^response\\.", "");
      if (types.isEmpty() || !types.get(types.size() - 1).equals(type)) {
        types.add(type);
      }
    }
    return String.join(" ", types);
  }

  static HttpRequest.Builder request(Simulator simulator, String path) {
    return HttpRequest.newBuilder(URI.create(simulator.url() + path)).timeout(PATIENCE);
  }

  static HttpResponse<String> post(Simulator simulator, String path, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        request(simulator, path).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  static CompletableFuture<HttpResponse<String>> sendAsync(
      Simulator simulator, String path, String body) {
    return CLIENT.sendAsync(
        request(simulator, path).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  static HttpResponse<String> get(Simulator simulator, String path)
      throws IOException, InterruptedException {
    return CLIENT.send(request(simulator, path).build(), BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError("Not JSON: " + text, malformed);
    }
  }

  /** The JSON of all data events but the last mark. */
  static List<JsonNode> events(String body) {
    return body.lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> json(line.substring(6)))
        .toList();
  }

  /** The text that the chunks of a chat or of a completion make together. */
  static String text(String body) {
    StringBuilder text = new StringBuilder();
    for (JsonNode event : events(body)) {
      JsonNode choice = event.path("choices").path(0);
      JsonNode content = choice.path("delta").path("content");
      text.append(content.isTextual() ? content.textValue() : "");
      text.append(choice.path("text").asText(""));
    }
    return text.toString();
  }

  /** Polls until {@code condition} holds, or fails after {@code limit}. */
  static void await(Duration limit, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > limit.toNanos()) {
        throw new AssertionError("Did not come true within " + limit);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
