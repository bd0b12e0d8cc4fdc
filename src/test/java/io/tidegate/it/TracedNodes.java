package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two nodes that remember what they were told of traces; thread-safe. */
final class TracedNodes implements AutoCloseable {

  /** What a node was told. */
  record Asked(String traceparent, String tracestate) {}

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final String answer;
  private final HttpServer one;
  private final HttpServer other;
  private boolean busy;

  /** Nodes that answer by {@code content}. */
  TracedNodes(String content) throws IOException {
    answer =
        """
        {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
        "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":5,"completion_tokens":4,"total_tokens":9}}\
        """
            .formatted(content);
    one = start();
    other = start();
  }

  private HttpServer start() throws IOException {
    HttpServer node =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext("/v1/chat/completions", this::chat);
    node.start();
    return node;
  }

  String oneUrl() {
    return url(one);
  }

  String otherUrl() {
    return url(other);
  }

  /** Whichever is asked next is busy; what they were told before is forgotten. */
  synchronized void nextIsBusy() {
    busy = true;
    asked.clear();
  }

  /** What they were told, in the order in which they were asked. */
  List<Asked> asked() {
    return asked;
  }

  private static String url(HttpServer node) {
    return "http://127.0.0.1:" + node.getAddress().getPort() + "/v1";
  }

  private synchronized void chat(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    boolean refuses = busy;
    busy = false;
    asked.add(
        new Asked(
            exchange.getRequestHeaders().getFirst("traceparent"),
            exchange.getRequestHeaders().getFirst("tracestate")));
    byte[] body = (refuses ? "{\"error\":{\"message\":\"busy\"}}" : answer).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(refuses ? 503 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    one.stop(0);
    other.stop(0);
  }
}
