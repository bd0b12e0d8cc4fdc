package io.tidegate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A real receiver of webhooks on this machine that answers as it is told. */
final class Receiver implements AutoCloseable {

  /** What is done about a request; its body has been read. */
  interface Manner {
    void answer(HttpExchange exchange) throws Exception;
  }

  /** A request as it came. */
  record Got(String method, String uri, com.sun.net.httpserver.Headers headers, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Got> got = new ConcurrentLinkedQueue<>();

  private Receiver(HttpServer server, Manner manner) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(exchange, manner));
    server.start();
  }

  /** A receiver without TLS at 127.0.0.1. */
  static Receiver plain(Manner manner) {
    try {
      return new Receiver(HttpServer.create(here(), 0), manner);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** A receiver with the certificate of {@code tls}. */
  static Receiver secure(SSLContext tls, Manner manner) {
    try {
      HttpsServer server = HttpsServer.create(here(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new Receiver(server, manner);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Answers with {@code status}, the headers given as name, value, and no body. */
  static Manner status(int status, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The requests so far. */
  List<Got> got() {
    return List.copyOf(got);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange, Manner manner) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      got.add(
          new Got(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              body));
      manner.answer(exchange);
    } catch (IOException hungUp) {
      throw hungUp;
    } catch (Exception over) {
      throw new IOException(over);
    }
  }

  private static InetSocketAddress here() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
