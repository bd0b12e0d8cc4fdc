package io.tidegate.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.AsyncServerBootstrap;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.ListenerEndpoint;

/**
 * The HTTP server of a node, on the loopback interface.
 *
 * <p>INVARIANT: each request gets a number of its own.
 */
final class HttpNode {
  private static final int BACKLOG = 4096;

  private final String name;
  private final Routes router;
  private final ScheduledExecutorService timer;
  private final PeerWatch peers = new PeerWatch();
  private final HeldBodies bodies = new HeldBodies();
  private final AtomicLong requests = new AtomicLong();
  private final HttpAsyncServer server;

  HttpNode(String name, Routes router, ScheduledExecutorService timer) {
    this.name = name;
    this.router = router;
    this.timer = timer;
    IOReactorConfig config =
        IOReactorConfig.custom().setBacklogSize(BACKLOG).setSoReuseAddress(true).build();
    this.server =
        AsyncServerBootstrap.bootstrap()
            .setIOReactorConfig(config)
            .setIOSessionListener(peers)
            .setRequestRouter((request, context) -> this::exchange)
            .create();
  }

  /** Begins to listen and returns the port. */
  int listen(int port) {
    server.start();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      ListenerEndpoint endpoint = server.listen(address, URIScheme.HTTP).get();
      return ((InetSocketAddress) endpoint.getAddress()).getPort();
    } catch (ExecutionException failed) {
      close();
      throw new UncheckedIOException(
          "Cannot listen on port " + port, new IOException(failed.getCause()));
    } catch (InterruptedException interrupted) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while starting", interrupted);
    }
  }

  void close() {
    server.close(CloseMode.IMMEDIATE);
  }

  Routes router() {
    return router;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  PeerWatch peers() {
    return peers;
  }

  HeldBodies bodies() {
    return bodies;
  }

  private Exchange exchange() {
    return new Exchange(this, name + "-" + requests.incrementAndGet());
  }
}
