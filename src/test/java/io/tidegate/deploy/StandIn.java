package io.tidegate.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What an edge sees of a Tidegate: health, plain answers, events, refusals, a stop, a loss. */
final class StandIn implements AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final AtomicInteger served = new AtomicInteger();
  private final CountDownLatch secondEvent = new CountDownLatch(1);
  private volatile boolean stopping;
  private final CountDownLatch busyEnds = new CountDownLatch(1);
  private volatile boolean overloaded;
  private volatile boolean busy;

  StandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The calls it has answered. */
  int served() {
    return served.get();
  }

  /** Refuses as a server does that stops: health and calls get 503. */
  void stopping() {
    stopping = true;
  }

  /** Refuses calls as one does that is full. */
  void overloaded() {
    overloaded = true;
  }

  /** Is so busy from now on that no health check is answered in time. */
  void busy() {
    busy = true;
  }

  /** Lets the second event of a stream go. */
  void sendSecondEvent() {
    secondEvent.countDown();
  }

  @Override
  public void close() {
    busyEnds.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      http.getRequestBody().readAllBytes();
      String path = http.getRequestURI().getPath();
      if (path.startsWith("/health")) {
        awaitIf(busy, busyEnds);
        answer(http, stopping ? 503 : 200, "{}");
      } else if (stopping) {
        answer(http, 503, "{\"error\":{\"code\":\"gateway_stopping\"}}");
      } else if (overloaded) {
        http.getResponseHeaders().set("Retry-After", "7");
        answer(http, 429, "{\"error\":{\"code\":\"gateway_overloaded\"}}");
      } else if (path.endsWith("/stream")) {
        stream(http);
      } else {
        served.incrementAndGet();
        answer(http, 200, "{\"ok\":true}");
      }
    }
  }

  private void stream(HttpExchange http) throws IOException {
    http.getResponseHeaders().set("Content-Type", "text/event-stream");
    http.sendResponseHeaders(200, 0);
    OutputStream out = http.getResponseBody();
    out.write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
    awaitIf(true, secondEvent);
    out.write("data: two\n\n".getBytes(StandardCharsets.UTF_8));
  }

  private static void awaitIf(boolean wanted, CountDownLatch end) throws IOException {
    try {
      if (wanted) {
        end.await();
      }
    } catch (InterruptedException lost) {
      throw new IOException(lost);
    }
  }

  private static void answer(HttpExchange http, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
  }
}
