package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.simulator.Fault;
import io.tidegate.simulator.Simulator;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses and Messages by plain HTTP, and what they have in common with chat. */
final class DialectsIT extends DeployedEar {

  private static final String CHAT = "/v1/chat/completions";
  private static final String RESPONSES = "/v1/responses";
  private static final String MESSAGES = "/v1/messages";
  private static final AtomicInteger QUESTIONS = new AtomicInteger();

  private final String question = "in a dialect " + QUESTIONS.incrementAndGet();
  private Fleet fleet;
  private Simulator node;

  @BeforeEach
  void open() {
    fleet = new Fleet();
    node = fleet.add("one", Fleet.quick(), 1);
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  private String body(String path, boolean stream) {
    String asked =
        path.endsWith("responses")
            ? "\"input\":\"" + question + "\""
            : "\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\""
                + question
                + "\"}]";
    return "{\"model\":\"deepseek-flash\",\"temperature\":0,\"stream\":"
        + stream
        + ","
        + asked
        + "}";
  }

  private HttpResponse<String> ask(String path, boolean stream) {
    return Http.post(path, body(path, stream));
  }

  private HttpResponse<String> askCached(String path, boolean stream) {
    return Http.send(cached(path, stream));
  }

  private HttpRequest cached(String path, boolean stream) {
    return HttpRequest.newBuilder(Http.posting(path, body(path, stream)), (name, value) -> true)
        .header("x-tidegate-cache", "use")
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {RESPONSES, "/responses"})
  void aResponseIsPlainOrAStreamWithoutAMarkAtItsEnd(String path) {
    HttpResponse<String> plain = ask(path, false);
    assertThat(plain.statusCode()).as(plain.body()).isEqualTo(200);
    assertThat(Fleet.json(plain.body()).path("status").asText()).isEqualTo("completed");

    HttpResponse<String> stream = ask(path, true);
    assertThat(stream.headers().firstValue("content-type").orElse("")).contains("event-stream");
    assertThat(stream.body())
        .startsWith("event: response.created\n")
        .contains("event: response.completed\n")
        .doesNotContain("[DONE]");
  }

  /** Row 32: who asks for no stream gets a message. */
  @ParameterizedTest
  @ValueSource(strings = {MESSAGES, "/anthropic/v1/messages", "/anthropic/messages"})
  void aMessageIsPlainOrAStream(String path) {
    HttpResponse<String> plain = ask(path, false);
    assertThat(plain.statusCode()).as(plain.body()).isEqualTo(200);
    assertThat(Fleet.json(plain.body()).path("stop_reason").asText()).isEqualTo("end_turn");
    assertThat(plain.headers().firstValue("request-id")).isPresent();

    String stream = ask(path, true).body();
    assertThat(stream)
        .startsWith("event: message_start\n")
        .contains("event: message_delta\n", "event: message_stop\n")
        .doesNotContain("[DONE]");
  }

  @Test
  void tokensAreCounted() {
    HttpResponse<String> count = ask(MESSAGES + "/count_tokens", false);

    assertThat(count.statusCode()).as(count.body()).isEqualTo(200);
    assertThat(Fleet.json(count.body()).path("input_tokens").asInt()).isPositive();
  }

  @Test
  void modelsAreListedAsAnthropicDoesToItsClients() {
    HttpResponse<String> models =
        Http.send(Http.request("/v1/models").header("anthropic-version", "2023-06-01").build());

    JsonNode list = Fleet.json(models.body());
    assertThat(list.at("/data/0/type").asText()).isEqualTo("model");
    assertThat(list.at("/data/0/display_name").asText()).isEqualTo("deepseek-flash");
    assertThat(list.path("has_more").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/messages, {, 400, invalid_request_error",
    "/v1/messages, {}, 400, invalid_request_error",
    "/anthropic/nothing, {}, 404, not_found_error",
    "/v1/messages/count_tokens, [], 400, invalid_request_error"
  })
  void messagesAreRefusedInAnthropicsForm(String path, String body, int status, String type) {
    HttpResponse<String> refused = Http.post(path, body);

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    JsonNode error = Fleet.json(refused.body());
    assertThat(error.path("type").asText()).isEqualTo("error");
    assertThat(error.at("/error/type").asText()).isEqualTo(type);
    assertThat(refused.headers().firstValue("request-id"))
        .contains(error.path("request_id").asText());
  }

  /** Row 34: what is wrong before the stream is no stream. */
  @ParameterizedTest
  @ValueSource(strings = {RESPONSES, MESSAGES})
  void aStreamThatCannotBeginIsRefusedByItsStatus(String path) {
    HttpResponse<String> refused =
        Http.post(path, "{\"model\":\"deepseek-flash\",\"stream\":true}");

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(refused.headers().firstValue("content-type").orElse("")).contains("json");
    assertThat(refused.body()).contains("invalid_request_error");
  }

  /** Row 20: what the node thinks of it is the node's to say. */
  @Test
  void aSystemMessageAtTheEndIsPassedOn() {
    String body =
        body(MESSAGES, false).replace("}]}", "},{\"role\":\"system\",\"content\":\"Be brief.\"}]}");

    HttpResponse<String> answer = Http.post(MESSAGES, body);

    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400);
    assertThat(node.stats().started() + node.stats().refused()).isPositive();
  }

  /** As Claude Code tells it: DeepSeek refuses such an id, and the simulator with it. */
  @Test
  void aUsersIdOfOtherLettersIsNoReasonToRefuse() {
    String id = "{\\\"device_id\\\":\\\"0f\\\",\\\"session_id\\\":\\\"db60\\\"}";
    String body =
        body(MESSAGES, false)
            .replace("{\"model\"", "{\"metadata\":{\"user_id\":\"" + id + "\"},\"model\"");

    HttpResponse<String> answer = Http.post(MESSAGES, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Row 33: the shortest answer that can be asked for. */
  @Test
  void anAnswerOfOneTokenIsNoFault() {
    String body = body(MESSAGES, false).replace("\"max_tokens\":64", "\"max_tokens\":1");

    HttpResponse<String> answer = Http.post(MESSAGES, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Fleet.json(answer.body()).path("stop_reason").asText()).isEqualTo("max_tokens");
  }

  @Test
  void whatNeedsStateIsRefused() {
    String body =
        body(RESPONSES, false).replace("\"input\"", "\"previous_response_id\":\"r\",\"input\"");

    HttpResponse<String> refused = Http.post(RESPONSES, body);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Fleet.json(refused.body()).at("/error/param").asText())
        .isEqualTo("previous_response_id");
  }

  @Test
  void busyNodesAre529ForMessagesAnd503ForResponses() {
    fleet.fault("one", Fault.BUSY_503);

    HttpResponse<String> message = ask(MESSAGES, true);
    assertThat(message.statusCode()).as(message.body()).isEqualTo(529);
    assertThat(Fleet.json(message.body()).at("/error/type").asText()).isEqualTo("overloaded_error");
    assertThat(Integer.parseInt(message.headers().firstValue("retry-after").orElse("0")))
        .isBetween(1, 8);
    HttpResponse<String> response = ask(RESPONSES, true);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(Fleet.json(response.body()).at("/error/message").asText()).isNotBlank();
  }

  @Test
  void aModelThatNoNodeServesInTheDialectIsToldWhichItHas() {
    String chat =
        "{\"url\":\"%s\",\"models\":[\"deepseek-flash\"],\"dialects\":[\"chat\"]}"
            .formatted(node.url());
    assertThat(Admin.send("/api/nodes/one", "PUT", chat).statusCode()).isEqualTo(200);

    HttpResponse<String> message = ask(MESSAGES, false);
    assertThat(message.statusCode()).as(message.body()).isEqualTo(404);
    assertThat(message.body()).contains("not_found_error", "chat");
    HttpResponse<String> response = ask(RESPONSES, false);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
    assertThat(response.body()).contains("model_not_found", "chat");
  }

  @ParameterizedTest
  @ValueSource(strings = {RESPONSES, MESSAGES})
  void aStoredStreamServesAPlainCallAndNoOtherDialect(String path) {
    String stream = askCached(path, true).body();
    HttpResponse<String> plain = askCached(path, false);
    HttpResponse<String> again = askCached(path, true);

    assertThat(node.stats().started()).isEqualTo(1);
    assertThat(plain.headers().firstValue("cache-status").orElse("")).contains("hit");
    assertThat(Fleet.json(plain.body()).path("model").asText()).isEqualTo("deepseek-flash");
    assertThat(again.body()).isEqualTo(stream);
    String other = path.equals(MESSAGES) ? RESPONSES : MESSAGES;
    assertThat(askCached(other, false).statusCode()).isEqualTo(200);
    assertThat(node.stats().started()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, RESPONSES, MESSAGES})
  void aThousandIdenticalCallsAreOneCallForTheNode(String path) {
    node.settings(Fleet.quick().withTimeToFirstToken(Duration.ofSeconds(2)));
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      calls.add(Http.CLIENT.sendAsync(cached(path, true), HttpResponse.BodyHandlers.ofString()));
    }

    List<HttpResponse<String>> answers = calls.stream().map(CompletableFuture::join).toList();

    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
    assertThat(answers.stream().map(DialectsIT::withoutHeartbeats).distinct()).hasSize(1);
    assertThat(node.stats().started()).isEqualTo(1);
  }

  private static String withoutHeartbeats(HttpResponse<String> answer) {
    return answer
        .body()
        .replace(": keep-alive\n", "")
        .replace("event: ping\ndata: {\"type\": \"ping\"}\n\n", "");
  }

  @ParameterizedTest
  @CsvSource({RESPONSES + ", completed", MESSAGES + ", end_turn"})
  void aJobIsAnsweredInItsDialect(String path, String ending) {
    HttpResponse<String> accepted =
        Http.send(
            HttpRequest.newBuilder(Http.posting(path, body(path, false)), (name, value) -> true)
                .header("Prefer", "respond-async")
                .build());
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String job = "/api/jobs/" + Fleet.json(accepted.body()).path("id").asText();

    Fleet.await(
        "the job's answer",
        Duration.ofSeconds(20),
        () -> Http.get(job + "/result").statusCode() == 200);
    assertThat(Http.get(job + "/result").body()).contains(ending);
  }
}
