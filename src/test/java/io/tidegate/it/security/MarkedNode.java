package io.tidegate.it.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node whose answers are marked. A question with {@code refuse} or {@code break} in it is
 * answered by an error that quotes it, as nodes do.
 */
final class MarkedNode implements AutoCloseable {

  static final String MODEL = "marked";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private final HttpServer server;
  private final String answer;
  private volatile Gate gate = new Gate("", new CountDownLatch(0));

  /** Where questions with {@code words} in them wait until it is open. */
  private record Gate(String words, CountDownLatch open) {}

  MarkedNode(String answer) throws IOException {
    this.answer = answer;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/models",
        exchange ->
            send(exchange, 200, "{\"object\":\"list\",\"data\":[{\"id\":\"" + MODEL + "\"}]}"));
    server.createContext("/v1/chat/completions", this::chat);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** How often it was asked for a chat. */
  int asked() {
    return asked.get();
  }

  /** Answers no question with {@code words} in it until it is let. */
  void hold(String words) {
    gate = new Gate(words, new CountDownLatch(1));
  }

  /** How many questions are held. */
  int held() {
    return held.get();
  }

  /** Answers what is held. */
  void release() {
    gate.open().countDown();
  }

  private void pass(String question) {
    Gate closed = gate;
    if (closed.open().getCount() == 0 || !question.contains(closed.words())) {
      return;
    }
    held.incrementAndGet();
    try {
      closed.open().await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      held.decrementAndGet();
    }
  }

  private void chat(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    String question = body.path("messages").path(0).path("content").asText();
    pass(question);
    if (question.contains("refuse")) {
      send(exchange, 400, error(question, "invalid_request_error"));
    } else if (question.contains("break")) {
      send(exchange, 500, error(question, "server_error"));
    } else if (body.path("stream").asBoolean()) {
      stream(exchange);
    } else {
      send(
          exchange,
          200,
          """
          {"id":"c1","object":"chat.completion","created":1,"model":"%s","choices":[{"index":0,\
          "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
          "usage":{"prompt_tokens":5,"completion_tokens":4,"total_tokens":9}}\
          """
              .formatted(MODEL, answer));
    }
  }

  private static String error(String question, String type) {
    return "{\"error\":{\"message\":\"Cannot do '%s'\",\"type\":\"%s\"}}".formatted(question, type);
  }

  private void stream(HttpExchange exchange) throws IOException {
    String chunk =
        "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"%s\","
            + "\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}\n\n";
    String events =
        chunk.formatted(MODEL, "\"role\":\"assistant\",\"content\":\"" + answer + "\"", "null")
            + chunk.formatted(MODEL, "", "\"stop\"")
            + "data: [DONE]\n\n";
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(events.getBytes(UTF_8));
    exchange.close();
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    release();
    server.stop(0);
  }
}
