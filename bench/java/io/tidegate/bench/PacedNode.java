package io.tidegate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A node with one model, whose streams say in each event at which nano reading it was sent. */
final class PacedNode implements AutoCloseable {

  static final String MODEL = "paced";

  private final HttpServer server;
  private final int events;
  private final Duration pace;

  /** One whose streams have {@code events} events, one every {@code pace}. */
  PacedNode(int port, int events, Duration pace) throws IOException {
    // Or an event would wait until the one before it is acknowledged.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.events = events;
    this.pace = pace;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/v1/models", this::models);
    server.createContext("/v1/chat/completions", this::stream);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  private void models(HttpExchange exchange) throws IOException {
    byte[] json =
        ("{\"object\":\"list\",\"data\":[{\"id\":\"" + MODEL + "\",\"object\":\"model\"}]}")
            .getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, json.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(json);
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      long start = System.nanoTime();
      for (int event = 1; event <= events; event++) {
        LockSupport.parkNanos(start + event * pace.toNanos() - System.nanoTime());
        send(body, "{\"content\":\"" + System.nanoTime() + " \"}", "null");
      }
      send(body, "{}", "\"stop\"");
      body.write("data: [DONE]\n\n".getBytes(UTF_8));
    }
  }

  private static void send(OutputStream body, String delta, String reason) throws IOException {
    body.write(
        """
        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"%s","choices":\
        [{"index":0,"delta":%s,"finish_reason":%s}]}

        """
            .formatted(MODEL, delta, reason)
            .getBytes(UTF_8));
    body.flush();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
