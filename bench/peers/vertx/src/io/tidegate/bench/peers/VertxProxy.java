package io.tidegate.bench.peers;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/**
 * A reverse proxy on Vert.x, one event loop for each processor; arguments: own port, node's port.
 */
public final class VertxProxy extends AbstractVerticle {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int CONNECTIONS = 10_000;
  private static final int BACKLOG = 4096;

  private final int port;
  private final int node;

  private VertxProxy(int port, int node) {
    this.port = port;
    this.node = node;
  }

  /** Runs until it is killed. */
  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      deploy(vertx, Integer.parseInt(arguments[i]), Integer.parseInt(arguments[i + 1]));
    }
  }

  private static void deploy(Vertx vertx, int port, int node) {
    vertx
        .deployVerticle(
            () -> new VertxProxy(port, node),
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
        .onFailure(
            failure -> {
              System.err.println(failure);
              System.exit(1);
            });
  }

  @Override
  public void start(Promise<Void> started) {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    vertx
        .createHttpServer(new HttpServerOptions().setAcceptBacklog(BACKLOG).setTcpNoDelay(true))
        .requestHandler(HttpProxy.reverseProxy(client).origin(node, LOOPBACK))
        .listen(port, LOOPBACK)
        .<Void>mapEmpty()
        .onComplete(started);
  }
}
