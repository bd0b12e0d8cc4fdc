package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that answers every call by one status and OpenAI's envelope, as DeepSeek does. */
final class RefusingNode implements AutoCloseable {

  /** What it says. */
  static final String WORDS = "The tide is out.";

  private static final String NAME = "refusing";

  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();

  /** A node of the pool that answers by {@code status}. */
  RefusingNode(int status) {
    byte[] body =
        "{\"error\":{\"message\":\"%s\",\"type\":\"refusal\",\"code\":\"low_water\"}}"
            .formatted(WORDS)
            .getBytes(UTF_8);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestMethod().equals("POST")) {
            asked.incrementAndGet();
          }
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String spec =
        "{\"url\":\"http://127.0.0.1:%d/v1\",\"models\":[\"deepseek-flash\"]}"
            .formatted(server.getAddress().getPort());
    assertThat(Admin.send("/api/nodes/" + NAME, "PUT", spec).statusCode()).isEqualTo(200);
  }

  /** How many calls came. */
  int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    Admin.send("/api/nodes/" + NAME, "DELETE", null);
    server.stop(0);
  }
}
