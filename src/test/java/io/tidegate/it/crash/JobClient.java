package io.tidegate.it.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Function;

/** Hands jobs in and asks for them, again and again while their server is away. */
final class JobClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Function<String, URI> server;

  JobClient(Function<String, URI> server) {
    this.server = server;
  }

  /** Hands {@code question} in, under itself as the idempotency key. */
  String submit(String question, String webhook) {
    HttpRequest request =
        request("/api/jobs")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", question)
            .header("x-tidegate-webhook", webhook)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\""
                        + CountingNode.MODEL
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\""
                        + question
                        + "\"}]}"))
            .build();
    return insist(request, 202).path("id").asText();
  }

  /** The job {@code id}. */
  JsonNode job(String id) {
    return insist(request("/api/jobs/" + id).build(), 200);
  }

  /** The answer to the job {@code id}. */
  JsonNode result(String id) {
    return insist(request("/api/jobs/" + id + "/result").build(), 200);
  }

  /** How many jobs are not in a final state, at most 100 of each kind. */
  int unfinished() {
    return insist(request("/api/jobs?limit=100&status=queued").build(), 200).path("data").size()
        + insist(request("/api/jobs?limit=100&status=running").build(), 200).path("data").size();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.apply(path)).timeout(Duration.ofSeconds(10));
  }

  private JsonNode insist(HttpRequest request, int wanted) {
    for (int left = 600; ; left--) {
      try {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == wanted) {
          return JSON.readTree(response.body());
        }
        boolean later = response.statusCode() >= 500 || response.statusCode() == 404;
        if (left == 0 || !later) {
          throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
      } catch (IOException away) {
        if (left == 0) {
          throw new UncheckedIOException(away);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(stopped);
      }
      ServerProcess.pause();
    }
  }
}
