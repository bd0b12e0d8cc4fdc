package io.tidegate.it.security;

import static io.tidegate.it.security.SecuredServer.ANNAS_KEY;
import static io.tidegate.it.security.SecuredServer.await;
import static io.tidegate.it.security.SecuredServer.bearer;
import static io.tidegate.it.security.SecuredServer.chat;
import static io.tidegate.it.security.SecuredServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What anna has: a job, a file, a batch and an event, all at their ends. */
final class Belongings {

  private static final String ANNA = bearer(ANNAS_KEY);

  final String job;
  final String file;
  final String batch;
  final String event;
  private final SecuredServer server;

  /** Has them made, the job under {@code idempotencyKey}. */
  Belongings(SecuredServer server, String idempotencyKey) {
    this.server = server;
    HttpRequest asked =
        server
            .request("POST", "/api/jobs", ANNA, chat("a job of anna's", false))
            .header("x-tidegate-webhook", server.node.url() + "/nobody-takes-it")
            .header("Idempotency-Key", idempotencyKey)
            .build();
    HttpResponse<String> taken = server.call(asked);
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    job = json(taken).path("id").asText();
    file =
        server.upload(
            ANNA,
            "{\"custom_id\":\"1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
                + chat("a line of anna's", false)
                + "}");
    batch = json(server.call("POST", "/v1/batches", ANNA, batchOf(file))).path("id").asText();
    await("the job's end", () -> isAt("/api/jobs/" + job, "completed"));
    await("the batch's end", () -> isAt("/v1/batches/" + batch, "completed"));
    await("the event", () -> !get("/api/webhooks").path("data").isEmpty());
    event = get("/api/webhooks").at("/data/0/id").asText();
    assertThat(job).startsWith("job_");
    assertThat(file).startsWith("file-");
    assertThat(batch).startsWith("batch_");
  }

  /** What anna is told of {@code path}. */
  JsonNode get(String path) {
    HttpResponse<String> response = server.call("GET", path, ANNA, null);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  private boolean isAt(String path, String status) {
    return get(path).path("status").asText().equals(status);
  }

  /** The body that asks for a batch of the file {@code input}. */
  static String batchOf(String input) {
    return "{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}"
        .formatted(input);
  }

  /** The id of the {@code kind} that anna has. */
  String id(String kind) {
    return switch (kind) {
      case "job" -> job;
      case "file" -> file;
      case "batch" -> batch;
      case "event" -> event;
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** An id of the same form as that which never was. */
  String nobodys(String kind) {
    String id = id(kind);
    int rest = id.length() - 6;
    return id.substring(0, rest)
        + id.substring(rest)
            .chars()
            .map(Belongings::other)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
  }

  /** Another digit for a digit, another letter for a letter. */
  private static int other(int character) {
    int first = Character.isDigit(character) ? '0' : Character.isUpperCase(character) ? 'A' : 'a';
    return character == first ? first + 1 : first;
  }
}
