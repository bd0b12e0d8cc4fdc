package io.tidegate.it;

import static io.tidegate.it.OtlpReceiver.get;
import static io.tidegate.it.OtlpReceiver.hex;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.tidegate.it.crash.ServerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traces as a real receiver sees them, of a server of its own that has one. */
class TracesIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CLIENTS_SPAN = "00f067aa0ba902b7";

  /** What must not be told to anybody. */
  private static final String PROMPT = "marked-prompt-7f3a";

  private static final String ANSWER = "marked-answer-91cc";
  private static final String KEY = "marked-key-of-a-tenant";
  private static final String NODES_KEY = "marked-key-of-a-node";
  private static final String QUERY = "marked-key-in-a-query";

  /** Calls before the first that is looked at, so that its times are not those of a cold server. */
  private static final int WARM = 50;

  private static OtlpReceiver receiver;
  private static TracedNodes nodes;
  private static ServerProcess server;

  @BeforeAll
  static void start() throws Exception {
    receiver = new OtlpReceiver();
    nodes = new TracedNodes(ANSWER);
    Map<String, String> settings = new TreeMap<>();
    settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
    settings.put("OTEL_BSP_SCHEDULE_DELAY", "100");
    settings.put("TIDEGATE_NODES_ONE_URL", nodes.oneUrl());
    settings.put("TIDEGATE_NODES_ONE_MODELS", "m");
    settings.put("TIDEGATE_NODES_ONE_API_KEY", NODES_KEY);
    settings.put("TIDEGATE_NODES_OTHER_URL", nodes.otherUrl());
    settings.put("TIDEGATE_NODES_OTHER_MODELS", "m");
    settings.put("TIDEGATE_NODES_OTHER_API_KEY", NODES_KEY);
    settings.put("TIDEGATE_TENANTS_ACME_KEY_SHA256", sha256(KEY));
    server =
        new ServerProcess(
            Path.of(System.getProperty("tidegate.home")), "tidegate-traces", freePort(), settings);
    server.start();
    for (int i = 0; i < WARM; i++) {
      assertThat(ask("warm", "Cache-Control", "no-store, no-cache").statusCode()).isEqualTo(200);
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    nodes.close();
    receiver.close();
  }

  @Test
  void aRetriedCallIsOneTraceWithASpanForEachAttempt() throws Exception {
    nodes.nextIsBusy();
    HttpResponse<String> answer =
        ask("retried", "traceparent", parent(TRACE), "tracestate", "vendor=1");
    assertThat(answer.statusCode()).isEqualTo(200);

    Span call = callIn(TRACE);
    System.out.println(receiver.tree(call));
    Files.writeString(Path.of("target", "trace.txt"), receiver.tree(call));
    assertThat(hex(call.getParentSpanId())).isEqualTo(CLIENTS_SPAN);
    assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(get(call, "tidegate.attempts")).isEqualTo("2");
    assertThat(get(call, "tidegate.tenant")).isEqualTo("acme");
    assertThat(get(call, "tidegate.outcome")).isEqualTo("answered");
    assertThat(get(call, "gen_ai.request.model")).isEqualTo("m");
    assertThat(get(call, "gen_ai.usage.output_tokens")).isEqualTo("4");
    List<Span> within = receiver.within(call);
    assertThat(within).extracting(Span::getName).containsExactly("cache", "attempt", "attempt");
    assertThat(get(within.get(0), "tidegate.cache")).isEqualTo("miss");
    Span busy = within.get(1);
    assertThat(busy.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(busy.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(get(busy, "error.type")).isEqualTo("503");
    Span served = within.get(2);
    assertThat(served.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(get(served, "tidegate.attempt.cause")).isEqualTo("retry");
    assertThat(get(served, "tidegate.node")).isNotEqualTo(get(busy, "tidegate.node"));
    assertThat(nodes.asked())
        .containsExactly(
            new TracedNodes.Asked(place(busy), "vendor=1"),
            new TracedNodes.Asked(place(served), "vendor=1"));
  }

  @Test
  void aKnownAnswerIsACallWithALookUp() throws Exception {
    String trace = TRACE.replace('4', '5');
    assertThat(ask("known", "x-request-id", "asked-first").statusCode()).isEqualTo(200);
    assertThat(ask("known", "traceparent", parent(trace)).statusCode()).isEqualTo(200);

    Span call = callIn(trace);
    assertThat(get(call, "tidegate.cache")).isEqualTo("hit");
    assertThat(receiver.within(call)).extracting(Span::getName).containsExactly("cache");
    assertThat(get(receiver.within(call).get(0), "tidegate.cache.level")).isEqualTo("L1");
  }

  @Test
  void aJobIsATraceOfItsOwn() throws Exception {
    HttpResponse<String> taken = ask("job", "Prefer", "respond-async");
    String job = Fleet.json(taken.body()).path("id").asText();
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);

    Span ran = receiver.await("the job", span -> named(span, "job"));
    assertThat(ran.getParentSpanId().isEmpty()).isTrue();
    assertThat(get(ran, "tidegate.request.id")).isEqualTo(job + "-1");
    Span submitted =
        receiver.await("the submission", span -> job.equals(get(span, "tidegate.job.id")));
    assertThat(get(submitted, "tidegate.outcome")).isEqualTo("queued");
  }

  @Test
  void otherRequestsHaveTheServersSpanWithoutTheirQuery() throws Exception {
    assertThat(get(listing(), "url.query")).isEmpty();
  }

  @Test
  void nothingThatWasMarkedIsToldToTheReceiver() throws Exception {
    String trace = TRACE.replace('4', '6');
    nodes.nextIsBusy();
    assertThat(ask("marked", "traceparent", parent(trace)).body()).contains(ANSWER);
    var unused = List.of(callIn(trace), listing());

    assertThat(receiver.paths()).containsOnly("/v1/traces");
    assertThat(receiver.bytes())
        .contains("tidegate.outcome")
        .doesNotContain(PROMPT, ANSWER, KEY, NODES_KEY, QUERY, "marked-", "command_line");
  }

  /** Lists the models, and gives the span that the server itself makes of that. */
  private static Span listing() {
    HttpRequest listing =
        HttpRequest.newBuilder(server.at("/v1/models?key=" + QUERY))
            .header("Authorization", "Bearer " + KEY)
            .build();
    assertThat(Http.send(listing).statusCode()).isEqualTo(200);
    return receiver.await("the listing", told -> named(told, "GET /v1/models"));
  }

  private static HttpResponse<String> ask(String question, String... headers) {
    return Http.send(
        HttpRequest.newBuilder(server.at("/v1/chat/completions?key=" + QUERY))
            .headers(headers)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + KEY)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"model":"m","temperature":0,"messages":[{"role":"user","content":"%s"}]}\
                    """
                        .formatted(PROMPT + question)))
            .build());
  }

  private static Span callIn(String trace) {
    return receiver.await(
        "the call", span -> named(span, "call") && hex(span.getTraceId()).equals(trace));
  }

  private static boolean named(Span span, String name) {
    return span.getName().equals(name);
  }

  private static String parent(String trace) {
    return "00-" + trace + "-" + CLIENTS_SPAN + "-01";
  }

  private static String place(Span span) {
    return "00-" + hex(span.getTraceId()) + "-" + hex(span.getSpanId()) + "-01";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String sha256(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
