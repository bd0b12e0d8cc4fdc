package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A node that speaks TLS, and remembers who asked. */
final class TlsNode implements AutoCloseable {

  private final HttpsServer server;
  final AtomicReference<String> principal = new AtomicReference<>();

  /** A node of {@code context}; who has no certificate is let in unless {@code needed}. */
  TlsNode(SSLContext context, boolean needed) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters all = context.getDefaultSSLParameters();
            all.setNeedClientAuth(needed);
            parameters.setSSLParameters(all);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          if (needed) {
            var session = ((com.sun.net.httpserver.HttpsExchange) exchange).getSSLSession();
            principal.set(session.getPeerPrincipal().getName());
          }
          byte[] body = "{}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
