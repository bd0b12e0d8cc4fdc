package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Quotas and usage on the running server; its only caller is the tenant "local". */
final class QuotasIT extends OneNode {

  private static final String CHAT = "/v1/chat/completions";
  private static final String QUOTA = "/api/quotas/local";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @AfterEach
  void takesTheQuotaBack() {
    Admin.send(QUOTA, "DELETE", null);
    Admin.send(QUOTA + "/models/deepseek-flash", "DELETE", null);
  }

  private static void limit(String path, String limits) {
    HttpResponse<String> response = Admin.send(path, "PUT", limits);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private static JsonNode total() {
    HttpResponse<String> response = Admin.get("/api/usage?tenant=local&group=tenant");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Fleet.json(response.body()).path("total");
  }

  private static HttpResponse<String> ask(String question) {
    return Http.send(
        HttpRequest.newBuilder(Http.posting(CHAT, Http.chat(question, false)), (n, v) -> true)
            .header("x-tidegate-cache", "off")
            .build());
  }

  @Test
  void refusesTheCallAfterTheLastOneAndSaysWhenToComeBack() {
    // Twelve a minute make a bucket of one: its depth is what comes in five seconds.
    limit(QUOTA, "{\"requestsPerMinute\":12}");
    HttpResponse<String> first = ask("one");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).contains("12");
    assertThat(first.headers().firstValue("x-ratelimit-remaining-requests")).contains("0");
    assertThat(first.headers().firstValue("x-ratelimit-reset-requests").orElseThrow())
        .matches("\\d+(ms|s)");

    HttpResponse<String> refused = ask("two");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(Fleet.json(refused.body()).at("/error/code").asText()).isEqualTo("quota_exceeded");
    long seconds = Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow());
    long millis = Long.parseLong(refused.headers().firstValue("retry-after-ms").orElseThrow());
    assertThat(seconds).isBetween(1L, 6L).isEqualTo((millis + 999) / 1000);
    JsonNode quota = Fleet.json(Admin.get("/api/quotas").body()).at("/data/0");
    assertThat(quota.path("tenant").asText()).isEqualTo("local");
    assertThat(quota.at("/requestsPerMinute/limit").asInt()).isEqualTo(12);
    assertThat(quota.path("source").asText()).isEqualTo("api");
  }

  @Test
  void tellsAnthropicsClientsInTheirWay() {
    limit(QUOTA, "{\"requestsPerMinute\":1200,\"tokensPerMinute\":600000}");
    HttpResponse<String> response =
        Http.post(
            "/v1/messages",
            "{\"model\":\"deepseek-flash\",\"max_tokens\":5,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("anthropic-ratelimit-requests-limit"))
        .contains("1200");
    assertThat(response.headers().firstValue("anthropic-ratelimit-tokens-limit"))
        .contains("600000");
    assertThat(response.headers().firstValue("anthropic-ratelimit-tokens-reset").orElseThrow())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(response.headers().firstValue("x-ratelimit-limit-requests")).isEmpty();
  }

  @Test
  void aModelsQuotaIsTheModelsAlone() {
    limit(QUOTA + "/models/deepseek-flash", "{\"requestsPerMinute\":0}");
    HttpResponse<String> refused = ask("one");
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
    assertThat(refused.body()).contains("this model");
  }

  @Test
  void namesTheFieldOfABadQuota() {
    HttpResponse<String> response = Admin.send(QUOTA, "PUT", "{\"requestPerMinute\":1}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Fleet.json(response.body()).at("/error/param").asText())
        .isEqualTo("requestPerMinute");
  }

  @Test
  void namesWhatCannotBeStoredOrAskedFor() {
    String tooLong = "/api/quotas/" + "t".repeat(20) + "/models/" + "m".repeat(100);
    assertThat(Admin.send(tooLong, "PUT", "{\"requestsPerMinute\":5}").statusCode()).isEqualTo(400);
    for (String query :
        List.of(
            "to=%2B999999999-12-31",
            "from=-0001-01-01&to=-0001-01-31", "to=yesterday", "tenant=%00")) {
      HttpResponse<String> refused = Admin.get("/api/usage?" + query);
      assertThat(refused.statusCode()).as(query).isEqualTo(400);
    }
  }

  @Test
  void countsWhatNodesReportToTheToken() {
    JsonNode before = total();
    long input = 0;
    long output = 0;
    long calls = 0;
    for (int i = 0; i < 60; i++) {
      HttpResponse<String> response = ask("question number " + i);
      JsonNode usage = Fleet.json(response.body()).path("usage");
      input += usage.path("prompt_tokens").asLong();
      output += usage.path("completion_tokens").asLong();
      calls++;
    }
    for (int i = 0; i < 40; i++) {
      String body =
          Http.chat("stream number " + i, true)
              .replace(
                  "\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");
      JsonNode usage = usage(Http.post(CHAT, body).body());
      input += usage.path("prompt_tokens").asLong();
      output += usage.path("completion_tokens").asLong();
      calls++;
    }
    String job = JobCalls.submitted(Http.chat("a job", false));
    JobCalls.awaitStatus(job, "completed");
    JsonNode usage = Fleet.json(JobCalls.result(job).body()).path("usage");
    input += usage.path("prompt_tokens").asLong();
    output += usage.path("completion_tokens").asLong();
    calls++;

    JsonNode after = total();

    assertThat(after.path("inputTokens").asLong() - before.path("inputTokens").asLong())
        .isEqualTo(input);
    assertThat(after.path("outputTokens").asLong() - before.path("outputTokens").asLong())
        .isEqualTo(output);
    assertThat(after.path("calls").asLong() - before.path("calls").asLong()).isEqualTo(calls);
  }

  private static JsonNode usage(String stream) {
    JsonNode found = Fleet.json("{}");
    for (String line : stream.split("\n", -1)) {
      if (line.startsWith("data: {")) {
        JsonNode usage = Fleet.json(line.substring("data: ".length())).path("usage");
        found = usage.isObject() ? usage : found;
      }
    }
    return found;
  }

  @Test
  void countsWhatWasMadeOfAStreamThatItsClientCutsOff() throws IOException {
    JsonNode before = total();
    int seen = 0;
    List<CompletableFuture<HttpResponse<InputStream>>> streams = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      streams.add(
          Http.CLIENT.sendAsync(
              Http.posting(CHAT, Http.chat("cut number " + i, true)),
              HttpResponse.BodyHandlers.ofInputStream()));
    }
    for (CompletableFuture<HttpResponse<InputStream>> stream : streams) {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(stream.join().body(), UTF_8))) {
        String line = lines.readLine();
        while (line != null && !line.matches(".*content\":\"[^\"].*")) {
          line = lines.readLine();
        }
        seen += line == null ? 0 : 1;
      }
    }
    assertThat(seen).isPositive();
    Fleet.await(
        "the streams to be counted",
        PATIENCE,
        () -> total().path("calls").asLong() - before.path("calls").asLong() == 10);
    long output = total().path("outputTokens").asLong() - before.path("outputTokens").asLong();
    assertThat(output).isGreaterThanOrEqualTo(seen);
  }

  @Test
  void tellsUsageAsCsvAndATenantItsOwn() {
    ask("for the bill");
    HttpResponse<String> csv = Admin.get("/api/usage?format=csv");
    assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(csv.body())
        .startsWith("day,tenant,key,model,calls,")
        .containsPattern("\\d{4}-\\d\\d-\\d\\d,local,,deepseek-flash,\\d+,");

    HttpResponse<String> own = Http.get("/v1/usage?tenant=somebody-else&group=tenant");

    assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
    assertThat(Fleet.json(own.body()).at("/data/0/tenant").asText()).isEqualTo("local");
    assertThat(Admin.get("/api/usage?from=yesterday").statusCode()).isEqualTo(400);
    assertThat(Http.get("/api/usage").statusCode()).isEqualTo(401);
  }
}
