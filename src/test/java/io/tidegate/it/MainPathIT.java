package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.simulator.SimulatedAnswer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a new user does first, and what goes wrong first. */
final class MainPathIT extends OneNode {

  private static final int TOKENS = Fleet.quick().answerTokens();

  @Test
  void listsModelsAndAliases() {
    assertThat(Fleet.json(Http.get("/v1/models").body()).path("data").findValuesAsText("id"))
        .containsExactly("deepseek-flash", "house-model");
    assertThat(Http.get("/v1/models/house-model").statusCode()).isEqualTo(200);
    HttpResponse<String> unknown = Http.get("/v1/models/vendor%2Fmodel");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(Fleet.json(unknown.body()).at("/error/message").asText()).contains("vendor/model");
  }

  @Test
  void saysAtTheRootWhatThisIsAndWhereThingsAre() {
    HttpResponse<String> page = Http.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .get()
        .asString()
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body())
        .contains("<span data-origin>", "openapi/ui", "metrics", "health", "/api/jobs")
        .doesNotContain("{{", "<script>", "style=");
    assertThat(Http.get("/console/console.css").headers().firstValue("Content-Type"))
        .hasValue("text/css;charset=utf-8");
    assertThat(Http.get("/nowhere").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"/v1/chat/completions", "/chat/completions"})
  void answersAPlainChat(String path) {
    HttpResponse<String> response = Http.post(path, Http.chat("hello", false));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Fleet.json(response.body()).at("/choices/0/message/content").asText())
        .isEqualTo(SimulatedAnswer.text("hello", TOKENS));
    assertThat(response.headers().firstValue("x-tidegate-node")).hasValue("one");
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
    assertThat(response.headers().firstValue("Server-Timing"))
        .get()
        .asString()
        .contains("ttft;dur=");
    assertThat(response.headers().firstValue("Cache-Status")).hasValue("tidegate; fwd=bypass");
  }

  @Test
  void streamsAChatToItsEnd() {
    HttpResponse<String> response = Http.post("/v1/chat/completions", Http.chat("hello", true));

    assertThat(response.headers().firstValue("Content-Type"))
        .get()
        .asString()
        .startsWith("text/event-stream");
    assertThat(EventText.content(response.body())).isEqualTo(SimulatedAnswer.text("hello", TOKENS));
    assertThat(response.body()).endsWith("data: [DONE]\n\n").doesNotContain("\nid:", "\nretry:");
  }

  @Test
  void resolvesAnAliasAndLeavesTheRestOfTheBodyAlone() {
    String body = Http.chat("hello", false).replace("deepseek-flash", "house-model");

    assertThat(Fleet.json(Http.post("/v1/chat/completions", body).body()).path("model").asText())
        .isEqualTo("deepseek-flash");
  }

  @Test
  void servesCompletionsAndEmbeddings() {
    HttpResponse<String> completion =
        Http.post("/v1/completions", "{\"model\":\"deepseek-flash\",\"prompt\":\"Once\"}");
    assertThat(Fleet.json(completion.body()).at("/choices/0/text").asText())
        .isEqualTo(SimulatedAnswer.text("Once", TOKENS));
    HttpResponse<String> embeddings =
        Http.post("/v1/embeddings", "{\"model\":\"deepseek-flash\",\"input\":[\"a\",\"b\"]}");
    assertThat(Fleet.json(embeddings.body()).path("data")).hasSize(2);
  }

  @Test
  void answersAQuestionWithoutAnSdk() {
    assertThat(Http.get("/api/compute?q=hello").body())
        .isEqualTo(SimulatedAnswer.text("hello", TOKENS));
    assertThat(Http.post("/api/compute", "{\"input\":\"hello\"}").body())
        .isEqualTo(SimulatedAnswer.text("hello", TOKENS));
    HttpRequest text =
        Http.request("/api/compute")
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("hello"))
            .build();
    assertThat(Http.send(text).body()).isEqualTo(SimulatedAnswer.text("hello", TOKENS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                        | 400 | invalid_json               | ",
        "[]                                       | 400 | invalid_json               | ",
        "{\"messages\":[{}]}                      | 400 | missing_required_parameter | model",
        "{\"model\":\"deepseek-flash\"}           | 400 | missing_required_parameter | messages",
        "{\"model\":\"m\",\"messages\":\"hi\"}    | 400 | invalid_value              | messages",
        "{\"model\":\"m\",\"messages\":[1]}       | 400 | invalid_value              | messages[0]",
        "{\"model\":\"nobody\",\"messages\":[{}]} | 404 | model_not_found            | model",
      })
  void refusesWhatNoNodeCouldAnswer(String body, int status, String code, String param) {
    HttpResponse<String> response = Http.post("/v1/chat/completions", body);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Fleet.json(response.body()).at("/error/code").asText()).isEqualTo(code);
    assertThat(Fleet.json(response.body()).at("/error/param").asText(null)).isEqualTo(param);
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
    assertThat(fleet.started("one")).isZero();
  }

  @Test
  void refusesABodyOverTheLimitHoweverItIsSent() {
    byte[] large = new byte[33 << 20];
    HttpRequest chunked =
        Http.request("/v1/chat/completions")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(large)))
            .build();

    assertThat(Http.send(chunked).statusCode()).isEqualTo(413);
    assertThat(fleet.started("one")).isZero();
  }

  @Test
  void keepsWrongPathsAndMethodsInTheErrorFormOfTheApi() {
    assertThat(Fleet.json(Http.get("/v1/nowhere").body()).at("/error/code").asText())
        .isEqualTo("not_found");
    assertThat(Fleet.json(Http.get("/v1/chat/completions").body()).at("/error/code").asText())
        .isEqualTo("method_not_allowed");
    for (String path : List.of("/v1/chat/completions", "/v1/batches/batch_1/cancel")) {
      HttpResponse<String> refused = Http.get(path);
      assertThat(refused.statusCode()).as(path).isEqualTo(405);
      assertThat(refused.headers().firstValue("Allow").orElse("")).as(path).contains("POST");
    }
  }

  @Test
  void isSeenFromOutside() {
    Http.post("/v1/chat/completions", Http.chat("hello", false));

    assertThat(Http.get("/health/ready").body()).contains("\"one\":\"healthy\"", "UP");
    assertThat(Http.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(Http.get("/health/started").statusCode()).isEqualTo(200);
    assertThat(Http.get("/openapi").body()).contains("/v1/chat/completions", "/api/nodes");
    assertThat(Http.get("/metrics").body())
        .contains(
            "tidegate_requests_total",
            "gen_ai_server_time_to_first_token_seconds_bucket",
            "gen_ai_server_request_duration_seconds_bucket",
            "gen_ai_client_token_usage_bucket",
            "tidegate_node_in_flight",
            "tidegate_requests_in_flight");
  }

  @Test
  void isNotReadyWithoutAUsableNode() {
    fleet.close();

    HttpResponse<String> ready = Http.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
  }

  @Test
  void servesAProxysClientsOnlyWithAKey() {
    HttpRequest forwarded =
        Http.request("/v1/models").header("X-Forwarded-For", "203.0.113.9").build();

    HttpResponse<String> response = Http.send(forwarded);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(Fleet.json(response.body()).at("/error/code").asText()).isEqualTo("invalid_api_key");
  }
}
