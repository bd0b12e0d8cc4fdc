package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A node in an account of its own that speaks Responses and encrypts its reasoning as OpenAI does:
 * what another has encrypted it refuses.
 */
final class ReasoningNode implements AutoCloseable {

  private static final Pattern ENCRYPTED = Pattern.compile("\"encrypted_content\":\"([^\"]*)\"");

  private final String name;
  private final HttpServer server;
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /** The node {@code name} of the pool. */
  ReasoningNode(String name) {
    this.name = name;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    server.createContext("/v1/responses", this::answer);
    server.start();
    Fleet.put(
        name,
        "{\"url\":\"http://127.0.0.1:%d/v1\",\"models\":[\"deepseek-flash\"],\"dialects\":[\"responses\"]}"
            .formatted(server.getAddress().getPort()));
  }

  /** A reasoning item that it alone can read. */
  String item(String text) {
    return "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"gAAA-%s-%s\"}"
        .formatted(name, text);
  }

  /** How many calls it has refused since they hold what it cannot read. */
  int refused() {
    return refused.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    boolean readable =
        ENCRYPTED
            .matcher(body)
            .results()
            .allMatch(found -> found.group(1).startsWith("gAAA-" + name + "-"));
    if (!readable) {
      refused.incrementAndGet();
      send(
          exchange,
          400,
          "application/json",
          """
          {"error":{"message":"The encrypted content could not be verified.",\
          "type":"invalid_request_error","param":null,"code":"invalid_encrypted_content"}}\
          """);
    } else if (body.contains("\"stream\":true")) {
      send(exchange, 200, "text/event-stream", stream());
    } else {
      send(exchange, 200, "application/json", response());
    }
  }

  private String response() {
    return """
    {"id":"resp_1","object":"response","status":"completed","model":"deepseek-flash",\
    "error":null,"output":[%s,{"id":"msg_1","type":"message","role":"assistant",\
    "status":"completed","content":[{"type":"output_text","text":"High.","annotations":[]}]}],\
    "usage":{"input_tokens":9,"output_tokens":5,"total_tokens":14}}\
    """
        .formatted(item(String.valueOf(answered.incrementAndGet())));
  }

  private static String event(String type, String members) {
    return "event: %s\ndata: {\"type\":\"%s\",%s}\n\n".formatted(type, type, members);
  }

  private String stream() {
    String response = response();
    return event("response.created", "\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\"}")
        + event("response.output_text.delta", "\"output_index\":1,\"delta\":\"High.\"")
        + event("response.completed", "\"response\":" + response);
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    Admin.send("/api/nodes/" + name, "DELETE", null);
    server.stop(0);
  }
}
