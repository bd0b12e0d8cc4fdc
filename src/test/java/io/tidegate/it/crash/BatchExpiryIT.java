package io.tidegate.it.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A batch whose window ends before its lines do. */
class BatchExpiryIT {

  private static final int LINES = 400;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void finishedLinesAreKeptAndTheOthersAreToldOfAsExpired() throws Exception {
    try (CountingNode node =
            new CountingNode(
                Crash.freePort(), Duration.ofMillis(400), Duration.ofMillis(600), new Random(1));
        ServerProcess server =
            new ServerProcess(
                Path.of(System.getProperty("tidegate.home")),
                "tidegate-expiry",
                Crash.freePort(),
                Map.of(
                    "TIDEGATE_NODES_COUNTING_URL",
                    node.url(),
                    "TIDEGATE_NODES_COUNTING_MODELS",
                    CountingNode.MODEL,
                    "TIDEGATE_BATCHES_MAX_RUNNING",
                    "5",
                    "TIDEGATE_BATCHES_WINDOW",
                    "PT12S"))) {
      server.start();

      JsonNode batch = run(server);

      assertThat(batch.path("status").asText()).isEqualTo("expired");
      int completed = batch.at("/request_counts/completed").asInt();
      assertThat(completed).isBetween(1, LINES - 1);
      Map<String, JsonNode> done = lines(server, batch.path("output_file_id").asText());
      Map<String, JsonNode> rest = lines(server, batch.path("error_file_id").asText());
      assertThat(done).hasSize(completed);
      assertThat(rest).hasSize(LINES - completed);
      assertThat(rest.values())
          .allSatisfy(
              line -> assertThat(line.at("/error/code").asText()).isEqualTo("batch_expired"));
      done.forEach(
          (id, line) ->
              assertThat(line.at("/response/body/choices/0/message/content").asText())
                  .isEqualTo("answer to " + id));
    }
  }

  private JsonNode run(ServerProcess server) throws Exception {
    String file = send(server, "/v1/files", upload(), "multipart/form-data; boundary=xx", "id");
    String created =
        "{\"input_file_id\":\""
            + file
            + "\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}";
    String id = send(server, "/v1/batches", created, "application/json", "id");
    JsonNode batch = JSON.readTree(get(server, "/v1/batches/" + id));
    for (int left = 300; left > 0 && batch.path("expired_at").isNull(); left--) {
      ServerProcess.pause();
      batch = JSON.readTree(get(server, "/v1/batches/" + id));
    }
    return batch;
  }

  private static String upload() {
    StringBuilder lines = new StringBuilder();
    for (int number = 0; number < LINES; number++) {
      lines.append(
          """
          {"custom_id":"line-%d","method":"POST","url":"/v1/chat/completions","body":{"model":"%s",\
          "messages":[{"role":"user","content":"line-%d"}]}}
          """
              .formatted(number, CountingNode.MODEL, number));
    }
    return "--xx\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--xx\r\n"
        + "Content-Disposition: form-data; name=\"file\"; filename=\"in.jsonl\"\r\n\r\n"
        + lines
        + "\r\n--xx--\r\n";
  }

  private String send(ServerProcess server, String path, String body, String type, String member)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.at(path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).path(member).asText();
  }

  private String get(ServerProcess server, String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(server.at(path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
  }

  private Map<String, JsonNode> lines(ServerProcess server, String file) throws Exception {
    Map<String, JsonNode> lines = new HashMap<>();
    for (String line : get(server, "/v1/files/" + file + "/content").split("\n", -1)) {
      if (!line.isBlank()) {
        JsonNode parsed = JSON.readTree(line);
        assertThat(lines.put(parsed.path("custom_id").asText(), parsed)).isNull();
      }
    }
    return lines;
  }
}
