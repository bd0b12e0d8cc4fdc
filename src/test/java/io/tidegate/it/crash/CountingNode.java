package io.tidegate.it.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A node that remembers when it was asked what; it answers each question with its echo. */
final class CountingNode implements AutoCloseable {

  static final String MODEL = "counted";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<Long>> asked = new ConcurrentHashMap<>();
  private final ScheduledExecutorService answering = Executors.newScheduledThreadPool(2);
  private final HttpServer server;
  private final Duration least;
  private final Duration most;
  private final RandomGenerator random;

  /** A node whose answers take from {@code least} to {@code most}. */
  CountingNode(int port, Duration least, Duration most, RandomGenerator random) throws IOException {
    this.least = least;
    this.most = most;
    this.random = random;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/v1/models",
        exchange -> send(exchange, "{\"object\":\"list\",\"data\":[{\"id\":\"" + MODEL + "\"}]}"));
    server.createContext("/v1/chat/completions", this::chat);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** When each question was asked, on the nano clock. */
  Map<String, List<Long>> asked() {
    return asked;
  }

  private void chat(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    String question = body.path("messages").path(0).path("content").asText();
    asked.computeIfAbsent(question, any -> new CopyOnWriteArrayList<>()).add(System.nanoTime());
    long delay = least.toNanos() + random.nextLong(most.minus(least).toNanos() + 1);
    var unused = answering.schedule(() -> answer(exchange, question), delay, TimeUnit.NANOSECONDS);
  }

  private static void answer(HttpExchange exchange, String question) {
    try {
      send(
          exchange,
          """
          {"id":"c1","object":"chat.completion","created":1,"model":"%s","choices":[{"index":0,\
          "message":{"role":"assistant","content":"answer to %s"},"finish_reason":"stop"}],\
          "usage":{"prompt_tokens":5,"completion_tokens":4,"total_tokens":9}}"""
              .formatted(MODEL, question));
    } catch (IOException gone) {
      // The server that asked was killed.
      exchange.close();
    }
  }

  private static void send(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    answering.shutdownNow();
  }
}
