package io.tidegate.it.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes webhooks, and remembers which event told of which job or budget, and how often. */
final class WebhookReceiver implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, AtomicInteger> timesByEvent = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> eventsByJob = new ConcurrentHashMap<>();
  private final HttpServer server;

  WebhookReceiver(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::take);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /** How often each event came. */
  Map<String, AtomicInteger> timesByEvent() {
    return timesByEvent;
  }

  /** Which events told of each job, or of each budget. */
  Map<String, Set<String>> eventsByJob() {
    return eventsByJob;
  }

  private void take(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    String event = exchange.getRequestHeaders().getFirst("webhook-id");
    timesByEvent.computeIfAbsent(event, any -> new AtomicInteger()).incrementAndGet();
    eventsByJob
        .computeIfAbsent(
            body.path("data").path("id").asText(), any -> ConcurrentHashMap.newKeySet())
        .add(body.path("type").asText());
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
