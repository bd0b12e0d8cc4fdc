package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.simulator.SimulatedAnswer;
import io.tidegate.simulator.SimulatorSettings;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that are kept until they are answered. */
final class JobsIT extends OneNode {

  private static final String ANSWER = SimulatedAnswer.text("hello", Fleet.quick().answerTokens());
  private static final SimulatorSettings SLOW =
      Fleet.quick().withTimeToFirstToken(Duration.ofMinutes(1));
  private static final SimulatorSettings SLOWER =
      Fleet.quick().withTimeToFirstToken(Duration.ofMillis(500));

  @Test
  void aJobIsKeptRunAndItsAnswerFetched() {
    HttpResponse<String> accepted = JobCalls.submit(Http.chat("hello", false));

    String id = JobCalls.id(accepted);
    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(accepted.headers().firstValue("Location")).hasValue("/api/jobs/" + id);
    assertThat(accepted.headers().firstValue("Retry-After")).isPresent();
    assertThat(accepted.headers().firstValue("x-request-id")).isPresent();
    assertThat(Fleet.json(accepted.body()).path("endpoint").asText())
        .isEqualTo("/v1/chat/completions");
    JobCalls.awaitStatus(id, "completed");
    JsonNode job = JobCalls.job(id);
    assertThat(job.path("attempts").asInt()).isEqualTo(1);
    assertThat(job.path("finished_at").asLong())
        .isGreaterThanOrEqualTo(job.path("created_at").asLong());
    HttpResponse<String> result = Http.get(job.at("/links/result").asText());
    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(result.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(Fleet.json(result.body()).at("/choices/0/message/content").asText())
        .isEqualTo(ANSWER);
  }

  @Test
  void theAnswerOfAStreamIsReplayedAsItWas() {
    String id = JobCalls.submitted(Http.chat("hello", true));
    JobCalls.awaitStatus(id, "completed");

    HttpResponse<String> result = JobCalls.result(id);

    assertThat(result.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(EventText.content(result.body())).isEqualTo(ANSWER);
    assertThat(result.body()).endsWith("data: [DONE]\n\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                           | {\"model\":\"deepseek-flash\",\"prompt\":\"Once\"}",
        "''                           | {\"model\":\"deepseek-flash\",\"input\":[\"a\"]}",
        "?endpoint=/v1/embeddings     | {\"model\":\"deepseek-flash\",\"input\":[\"a\"]}",
      })
  void everyKindOfCallCanBeAJob(String query, String body) {
    String id = JobCalls.id(JobCalls.post("/api/jobs" + query, body));

    JobCalls.awaitStatus(id, "completed");
    assertThat(JobCalls.result(id).statusCode()).isEqualTo(200);
  }

  @Test
  void theEventsTellStatesAndContentAndEnd() {
    fleet.settings("one", SLOWER);
    String id = JobCalls.submitted(Http.chat("hello", true));

    HttpResponse<String> live = Http.get("/api/jobs/" + id + "/events");

    assertThat(live.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    List<String> states =
        EventText.events(live.body()).stream()
            .filter(event -> event.path("object").asText().equals("job"))
            .map(event -> event.path("status").asText())
            .toList();
    assertThat(states).endsWith("completed").doesNotContain("failed", "cancelled");
    assertThat(EventText.content(live.body())).isEqualTo(ANSWER);
    assertThat(live.body().lastIndexOf("event: job"))
        .isGreaterThan(live.body().lastIndexOf("event: content"));
    String after = Http.get("/api/jobs/" + id + "/events").body();
    assertThat(EventText.events(after)).hasSize(1);
    assertThat(EventText.events(after).get(0).path("status").asText()).isEqualTo("completed");
  }

  @Test
  void aRepeatedSubmissionIsTheSameJob() {
    String key = UUID.randomUUID().toString();
    String id = JobCalls.submitted(Http.chat("hello", false), "Idempotency-Key", key);

    assertThat(JobCalls.submitted(Http.chat("hello", false), "Idempotency-Key", key)).isEqualTo(id);
    HttpResponse<String> other = JobCalls.submit(Http.chat("other", false), "Idempotency-Key", key);
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(Fleet.json(other.body()).at("/error/code").asText()).isEqualTo("conflict");
    JobCalls.awaitStatus(id, "completed");
    assertThat(fleet.started("one")).isEqualTo(1);
  }

  @Test
  void jobsAreCancelledWhileTheyWaitAndWhileTheyRun() {
    fleet.settings("one", SLOW);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ids.add(JobCalls.submitted(Http.chat("question " + i, false)));
    }
    JobCalls.awaitStatus(ids.get(0), "running");
    String running = ids.get(0);
    HttpResponse<String> early = JobCalls.result(running);
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(early.headers().firstValue("Retry-After")).isPresent();
    JsonNode waiting = JobCalls.list("?status=queued&limit=1").at("/data/0");
    assertThat(JobCalls.job(waiting.path("id").asText()).path("position").isNumber()).isTrue();

    for (String id : ids) {
      HttpResponse<String> cancelled = JobCalls.cancel(id);
      assertThat(cancelled.statusCode()).isEqualTo(200);
      // One that runs takes a moment to be left.
      assertThat(Fleet.json(cancelled.body()).path("status").asText()).isIn("cancelled", "running");
    }
    ids.forEach(id -> JobCalls.awaitStatus(id, "cancelled"));

    Fleet.await(
        "the node to be left",
        Duration.ofSeconds(10),
        () -> Fleet.node("one").path("inFlight").asInt() == 0);
    assertThat(JobCalls.status(running)).isEqualTo("cancelled");
    assertThat(JobCalls.result(running).statusCode()).isEqualTo(404);
    assertThat(Fleet.json(JobCalls.cancel(running).body()).path("status").asText())
        .isEqualTo("cancelled");
  }

  @ParameterizedTest
  @CsvSource({"respond-async", "'respond-async, wait=10'", "'return=minimal, respond-async'"})
  void aClientThatPrefersNotToWaitGetsAJob(String preference) {
    HttpResponse<String> accepted =
        JobCalls.post("/v1/chat/completions", Http.chat("hello", false), "Prefer", preference);

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(accepted.headers().firstValue("Preference-Applied")).hasValue("respond-async");
    String id = JobCalls.id(accepted);
    assertThat(accepted.headers().firstValue("Location")).hasValue("/api/jobs/" + id);
    JobCalls.awaitStatus(id, "completed");
  }

  @Test
  void otherPreferencesAreIgnored() {
    HttpResponse<String> answer =
        JobCalls.post("/v1/chat/completions", Http.chat("hello", false), "Prefer", "wait=10");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
  }

  @Test
  void callsThatFindNoPlaceBecomeJobsIfTheirClientTakesThat() {
    fleet.settings("one", SLOWER);
    Admin.send("/api/nodes/one", "PATCH", "{\"maxConnections\":2}");
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      HttpRequest call =
          HttpRequest.newBuilder(
                  Http.posting("/v1/chat/completions", Http.chat("hello " + i, i % 2 == 0)),
                  (name, value) -> true)
              .header("x-tidegate-overflow", "job")
              .build();
      calls.add(Http.CLIENT.sendAsync(call, HttpResponse.BodyHandlers.ofString()));
    }

    List<String> jobs = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      HttpResponse<String> response = call.join();
      assertThat(response.statusCode()).as(response.body()).isIn(200, 202);
      if (response.statusCode() == 202) {
        assertThat(response.headers().firstValue("x-tidegate-overflow")).hasValue("job");
        jobs.add(JobCalls.id(response));
      }
    }
    fleet.settings("one", Fleet.quick());
    Admin.send("/api/nodes/one", "PATCH", "{\"maxConnections\":1000}");

    assertThat(jobs).isNotEmpty().doesNotHaveDuplicates();
    jobs.forEach(id -> JobCalls.awaitStatus(id, "completed"));
    assertThat(Http.get("/metrics").body()).contains("outcome=\"queued\"");
  }

  @Test
  void theListIsPagedNewestFirst() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      newestFirst.add(0, JobCalls.submitted(Http.chat("hello", false)));
    }
    newestFirst.forEach(id -> JobCalls.awaitStatus(id, "completed"));

    List<String> seen = new ArrayList<>();
    String after = "";
    while (seen.size() < 5) {
      JsonNode page = JobCalls.list("?limit=2&status=completed" + after);
      assertThat(page.path("object").asText()).isEqualTo("list");
      page.path("data").forEach(job -> seen.add(job.path("id").asText()));
      assertThat(page.path("last_id").asText()).isEqualTo(seen.get(seen.size() - 1));
      after = "&after=" + page.path("last_id").asText();
    }
    assertThat(seen.subList(0, 5)).containsExactlyElementsOf(newestFirst);
  }

  @ParameterizedTest
  @CsvSource({
    "x-tidegate-job-deadline, soon",
    "x-tidegate-job-deadline, 0",
    "x-tidegate-job-retention, -1",
    "x-tidegate-priority, urgent",
    "Idempotency-Key, a b",
    "x-tidegate-webhook, not a url"
  })
  void badHeadersAreRefusedByName(String header, String value) {
    HttpResponse<String> response = JobCalls.submit(Http.chat("hello", false), header, value);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Fleet.json(response.body()).at("/error/message").asText()).contains(header);
    assertThat(fleet.started("one")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /api/jobs                       | {                        | 400 | invalid_json",
        "POST | /api/jobs                       | {\"model\":\"m\"}        | 400 | missing_required_parameter",
        "POST | /api/jobs                       | {\"input\":1,\"prompt\":1} | 400 | invalid_value",
        "POST | /api/jobs?endpoint=/v1/elsewhere | {\"input\":\"a\"}        | 400 | invalid_value",
        "GET  | /api/jobs?limit=0               | ''                       | 400 | invalid_value",
        "GET  | /api/jobs?limit=101             | ''                       | 400 | invalid_value",
        "GET  | /api/jobs?status=done           | ''                       | 400 | invalid_value",
        "GET  | /api/jobs?after=x               | ''                       | 400 | invalid_value",
        "GET  | /api/jobs/job_x                 | ''                       | 404 | not_found",
        "GET  | /api/jobs/job_x/result          | ''                       | 404 | not_found",
        "GET  | /api/jobs/job_x/events          | ''                       | 404 | not_found",
        "DELETE | /api/jobs/job_x               | ''                       | 404 | not_found",
      })
  void badRequestsAreRefusedInTheErrorFormOfTheApi(
      String method, String path, String body, int status, String code) {
    HttpResponse<String> response =
        Http.send(
            Http.request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Fleet.json(response.body()).at("/error/code").asText()).isEqualTo(code);
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
  }

  @Test
  void anOverflowToAnywhereElseIsRefusedByName() {
    HttpResponse<String> response =
        JobCalls.post(
            "/v1/chat/completions", Http.chat("hello", false), "x-tidegate-overflow", "queue");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Fleet.json(response.body()).at("/error/param").asText())
        .isEqualTo("x-tidegate-overflow");
  }

  @Test
  void deadLettersAreForAdministrators() {
    assertThat(Http.get("/api/dead-letters").statusCode()).isEqualTo(401);
    JsonNode letters = Fleet.json(Admin.get("/api/dead-letters").body());
    assertThat(letters.path("data").isArray()).isTrue();
    assertThat(Admin.send("/api/dead-letters/none/retry", "POST", "").statusCode()).isEqualTo(404);
    assertThat(Admin.send("/api/dead-letters/none", "DELETE", null).statusCode()).isEqualTo(404);
  }
}
