package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What an application does with jobs. */
final class JobCalls {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private JobCalls() {}

  /** Hands in {@code body} with {@code headers}, names and values by turns. */
  static HttpResponse<String> submit(String body, String... headers) {
    return post("/api/jobs", body, headers);
  }

  static HttpResponse<String> post(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(Http.posting(path, body), (name, value) -> true);
    return Http.send((headers.length == 0 ? request : request.headers(headers)).build());
  }

  /** Hands in {@code body} and gives the id of the job. */
  static String submitted(String body, String... headers) {
    HttpResponse<String> response = submit(body, headers);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return id(response);
  }

  static String id(HttpResponse<String> response) {
    return Fleet.json(response.body()).path("id").asText();
  }

  static JsonNode job(String id) {
    HttpResponse<String> response = Http.get("/api/jobs/" + id);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Fleet.json(response.body());
  }

  static String status(String id) {
    return job(id).path("status").asText();
  }

  /** Waits until the job is in one of {@code states}. */
  static void awaitStatus(String id, String... states) {
    Fleet.await(
        id + " to be " + List.of(states), PATIENCE, () -> List.of(states).contains(status(id)));
  }

  static HttpResponse<String> result(String id) {
    return Http.get("/api/jobs/" + id + "/result");
  }

  static HttpResponse<String> cancel(String id) {
    return Http.send(Http.request("/api/jobs/" + id).DELETE().build());
  }

  static JsonNode list(String query) {
    HttpResponse<String> response = Http.get("/api/jobs" + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Fleet.json(response.body());
  }
}
