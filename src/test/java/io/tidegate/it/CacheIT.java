package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.simulator.Fault;
import io.tidegate.simulator.Simulator;
import io.tidegate.simulator.SimulatorSettings;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The same question is asked once. */
final class CacheIT extends DeployedEar {

  private static final String PATH = "/v1/chat/completions";
  private static final AtomicInteger QUESTIONS = new AtomicInteger();

  private final String question = "question " + QUESTIONS.incrementAndGet();
  private Fleet fleet;
  private Simulator node;

  @BeforeEach
  void open() {
    fleet = new Fleet();
    node = fleet.add("one", slow(), 1);
    purge("");
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aThousandIdenticalCallsAreOneCallForTheNode(boolean stream) {
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      calls.add(Http.postAsync(PATH, chat("deepseek-flash", stream)));
    }

    List<HttpResponse<String>> answers = calls.stream().map(CompletableFuture::join).toList();

    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
    assertThat(answers.stream().map(CacheIT::withoutHeartbeats).distinct()).hasSize(1);
    assertThat(node.stats().started()).isEqualTo(1);
    assertThat(EventText.done(answers.get(0).body())).isEqualTo(stream);
  }

  @Test
  void streamsAndPlainCallersShareOneCallWhereTheNodeTellsItsUsage() {
    String asStream =
        chat("deepseek-flash", true)
            .replace(
                "\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    List<CompletableFuture<HttpResponse<String>>> streams = new ArrayList<>();
    List<CompletableFuture<HttpResponse<String>>> plain = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      streams.add(Http.postAsync(PATH, asStream));
      plain.add(Http.postAsync(PATH, chat("deepseek-flash", false)));
    }

    String streamed = EventText.content(streams.get(0).join().body());
    for (CompletableFuture<HttpResponse<String>> call : plain) {
      JsonNode answer = Fleet.json(call.join().body());
      assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo(streamed);
      assertThat(answer.at("/usage/total_tokens").asInt()).isPositive();
    }
    assertThat(streams)
        .allSatisfy(call -> assertThat(EventText.content(call.join().body())).isEqualTo(streamed));
    assertThat(node.stats().started()).isEqualTo(1);
  }

  @Test
  void theFirstCallerLeavesAfterThreeEventsAndTheOthersGetAll() {
    node.settings(slow().withAnswerTokens(500));
    RawCall leader = new RawCall(chat("deepseek-flash", true));
    Fleet.await("the first call", Duration.ofSeconds(5), () -> node.stats().started() == 1);
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 999; i++) {
      calls.add(Http.postAsync(PATH, chat("deepseek-flash", true)));
    }
    leader.readEvents(3);
    leader.close();

    List<HttpResponse<String>> answers = calls.stream().map(CompletableFuture::join).toList();

    assertThat(answers).allMatch(answer -> EventText.done(answer.body()));
    assertThat(answers.stream().map(CacheIT::withoutHeartbeats).distinct()).hasSize(1);
    assertThat(node.stats().started()).isEqualTo(1);
    assertThat(node.stats().aborted()).isZero();
  }

  @Test
  void theLastToLeaveEndsTheCall() {
    node.settings(slow().withAnswerTokens(500));
    List<RawCall> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(new RawCall(chat("deepseek-flash", true)));
    }
    calls.forEach(call -> call.readEvents(3));
    assertThat(node.stats().started()).isEqualTo(1);

    calls.forEach(RawCall::close);

    Fleet.await("the abort", Duration.ofSeconds(2), () -> node.stats().aborted() == 1);
    node.settings(Fleet.quick());
    HttpResponse<String> next = Http.post(PATH, chat("deepseek-flash", true));
    assertThat(cacheStatus(next)).isEqualTo("tidegate; fwd=miss");
  }

  @Test
  void aSecondCallIsAHitInEitherShapeWithTheSameIdAndUsage() {
    HttpResponse<String> first = Http.post(PATH, chat("deepseek-flash", false));
    HttpResponse<String> second = Http.post(PATH, chat("deepseek-flash", false));
    HttpResponse<String> third = Http.post(PATH, chat("deepseek-flash", true));

    assertThat(cacheStatus(first)).isEqualTo("tidegate; fwd=miss");
    assertThat(cacheStatus(second)).startsWith("tidegate; hit; ttl=1").endsWith("detail=L1");
    assertThat(second.headers().firstValue("Age")).contains("0");
    assertThat(second.headers().firstValue("x-tidegate-node")).contains("one");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(cacheStatus(third)).startsWith("tidegate; hit");
    assertThat(EventText.content(third.body()))
        .isEqualTo(Fleet.json(first.body()).at("/choices/0/message/content").asText());
    assertThat(EventText.events(third.body()).get(0).path("id"))
        .isEqualTo(Fleet.json(first.body()).path("id"));
    assertThat(node.stats().started()).isEqualTo(1);
  }

  @Test
  void whatTheCallerSaysOfTheCacheIsObeyed() {
    String warm = chat("deepseek-flash", false).replace("\"temperature\":0", "\"temperature\":1");
    assertThat(cacheStatus(Http.post(PATH, warm))).isEqualTo("tidegate; fwd=bypass");
    assertThat(cacheStatus(post(warm, "x-tidegate-cache", "use"))).isEqualTo("tidegate; fwd=miss");
    assertThat(cacheStatus(post(warm, "x-tidegate-cache", "use"))).startsWith("tidegate; hit");
    assertThat(cacheStatus(Http.post(PATH, warm))).isEqualTo("tidegate; fwd=bypass");

    String exact = chat("deepseek-flash", false);
    assertThat(cacheStatus(post(exact, "Cache-Control", "no-store")))
        .isEqualTo("tidegate; fwd=bypass");
    assertThat(cacheStatus(Http.post(PATH, exact))).isEqualTo("tidegate; fwd=miss");
    assertThat(cacheStatus(post(exact, "Cache-Control", "no-cache")))
        .isEqualTo("tidegate; fwd=request");
    assertThat(post(exact, "x-tidegate-cache", "perhaps").statusCode()).isEqualTo(400);
  }

  @Test
  void whatIsPurgedIsAskedAgain() {
    HttpResponse<String> first = Http.post(PATH, chat("deepseek-flash", false));
    JsonNode top = Fleet.json(Admin.get("/api/cache").body()).at("/top/byBytes/0");
    assertThat(top.path("bytes").asInt()).isGreaterThan(first.body().length() - 1);

    purge("/" + top.path("key").asText());
    assertThat(cacheStatus(Http.post(PATH, chat("deepseek-flash", false)))).endsWith("fwd=miss");
    purge("?model=deepseek-flash");
    assertThat(cacheStatus(Http.post(PATH, chat("deepseek-flash", false)))).endsWith("fwd=miss");
    purge("?tenant=somebody-else");
    assertThat(cacheStatus(Http.post(PATH, chat("deepseek-flash", false)))).contains("hit");
    assertThat(Admin.send("/api/cache/nonsense", "DELETE", null).statusCode()).isEqualTo(400);
    assertThat(Http.get("/api/cache").statusCode()).isEqualTo(401);
  }

  @Test
  void aStaleAnswerIsGivenInsideItsWindowWhenNoNodeAnswersAndNotAfter() {
    node.settings(Fleet.quick());
    Admin.send(
        "/api/nodes/one",
        "PUT",
        "{\"url\":\"" + node.url() + "\",\"models\":[\"deepseek-v4-pro\"]}");
    HttpResponse<String> first = Http.post(PATH, chat("deepseek-v4-pro", false));
    long made = System.nanoTime();
    fleet.fault("one", Fault.BUSY_503);
    after(made, Duration.ofMillis(1500));

    HttpResponse<String> stale = Http.post(PATH, chat("deepseek-v4-pro", false));
    assertThat(stale.statusCode()).isEqualTo(200);
    assertThat(stale.body()).isEqualTo(first.body());
    assertThat(cacheStatus(stale))
        .matches("tidegate; hit; ttl=-\\d; detail=\"L1, stale-if-error\"");
    assertThat(stale.headers().firstValue("Age").map(Integer::parseInt).orElseThrow()).isPositive();

    after(made, Duration.ofMillis(4500));
    HttpResponse<String> refused = Http.post(PATH, chat("deepseek-v4-pro", false));
    assertThat(refused.statusCode()).isEqualTo(503);
  }

  private static void after(long start, Duration time) {
    long end = start + time.toNanos();
    Fleet.await("time to pass", Duration.ofSeconds(10), () -> System.nanoTime() - end >= 0);
  }

  private static SimulatorSettings slow() {
    return Fleet.quick()
        .withTimeToFirstToken(Duration.ofMillis(500))
        .withTimePerToken(Duration.ofMillis(5))
        .withAnswerTokens(40);
  }

  private static void purge(String what) {
    assertThat(Admin.send("/api/cache" + what, "DELETE", null).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> post(String json, String header, String value) {
    return Http.send(
        HttpRequest.newBuilder(Http.posting(PATH, json), (name, old) -> true)
            .header(header, value)
            .build());
  }

  private static String cacheStatus(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.headers().firstValue("Cache-Status").orElseThrow();
  }

  /** What the gateway says while a caller waits is no part of the answer. */
  private static String withoutHeartbeats(HttpResponse<String> response) {
    return response.body().replace(": keep-alive\n", "");
  }

  private String chat(String model, boolean stream) {
    return """
        {"model":"%s","temperature":0,"stream":%s,"messages":[{"role":"user","content":"%s"}]}"""
        .formatted(model, stream, question);
  }
}
