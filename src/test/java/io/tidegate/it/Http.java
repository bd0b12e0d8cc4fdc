package io.tidegate.it;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Requests as an application without an SDK would make them. */
final class Http {

  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Http() {}

  static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(DeployedEar.SERVER.resolve(path)).timeout(PATIENCE);
  }

  static HttpResponse<String> get(String path) {
    return send(request(path).GET().build());
  }

  static HttpResponse<String> post(String path, String json) {
    return send(posting(path, json));
  }

  static CompletableFuture<HttpResponse<String>> postAsync(String path, String json) {
    return CLIENT.sendAsync(posting(path, json), HttpResponse.BodyHandlers.ofString());
  }

  static HttpRequest posting(String path, String json, String priority) {
    return HttpRequest.newBuilder(posting(path, json), (name, value) -> true)
        .header("x-tidegate-priority", priority)
        .build();
  }

  static HttpRequest posting(String path, String json) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** A chat with one question. */
  static String chat(String question, boolean stream) {
    return "{\"model\":\"deepseek-flash\",\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\""
        + question
        + "\"}]}";
  }
}
