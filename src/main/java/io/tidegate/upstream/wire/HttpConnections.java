package io.tidegate.upstream.wire;

import io.tidegate.upstream.access.NodeAccess;
import io.tidegate.upstream.access.NodeProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.bootstrap.AsyncRequester;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections to nodes: those that are idle, and new ones where none is.
 *
 * <p>There may be any number of them, since the nodes' own thresholds limit calls. Nothing here
 * waits; whoever leases is told on some other thread, or at once. Thread-safe.
 */
public final class HttpConnections implements AutoCloseable {

  private final NameCache names;
  private final LongSupplier clock;
  private final Duration connectTimeout;
  private final int window;
  private final NodeAccess access;
  private final HttpRequester wiring;
  private final AsyncRequester requester;
  private final Map<HttpHost, Deque<HttpConnection>> idle = new ConcurrentHashMap<>();

  /** Connections as {@code config} says, to hosts that {@code names} knows. */
  public HttpConnections(UpstreamConfig config, NameCache names, LongSupplier clock) {
    this.names = names;
    this.clock = clock;
    this.connectTimeout = config.connectTimeout();
    this.window = config.window();
    this.access = config.access();
    this.wiring = new HttpRequester(config);
    this.requester = wiring.start();
  }

  /** How many bytes may wait for a slow client before the node is no longer read. */
  public int window() {
    return window;
  }

  /** The name that is looked up for a node at {@code host}: that of the proxy before it, if any. */
  public String lookedUp(String host) {
    return lookedUp(host, access.proxyFor(host));
  }

  private static String lookedUp(String host, NodeProxy proxy) {
    return proxy == null ? host : proxy.host();
  }

  /**
   * Gets a connection to {@code node} for {@code lessee}, who closes it or gives it back.
   *
   * @param fresh whether it must be a new one
   */
  void lease(HttpHost node, boolean fresh, HttpLessee lessee) {
    HttpConnection waiting = fresh ? null : take(node);
    if (waiting != null) {
      lessee.leased(waiting);
      return;
    }
    NodeProxy proxy = access.proxyFor(node.getHostName());
    var unused =
        names
            .addresses(lookedUp(node.getHostName(), proxy))
            .orTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (addresses, failure) -> {
                  if (failure == null) {
                    connectWhereAllowed(new HttpConnection(node, proxy), addresses, lessee);
                  } else {
                    lessee.failed(failure);
                  }
                });
  }

  /** What a name leads to may change at any time, so it is looked at each time. */
  private void connectWhereAllowed(
      HttpConnection connection, List<InetAddress> addresses, HttpLessee lessee) {
    String host = connection.node().getHostName();
    // A proxy looks the name up itself; its own address is the administrator's.
    boolean proxied = connection.proxy() != null;
    List<InetAddress> admitted = access.guard().admitted(host, addresses);
    if (!proxied && admitted.isEmpty()) {
      lessee.failed(NoWayException.forbidden());
    } else {
      connect(connection, proxied ? addresses : admitted, lessee);
    }
  }

  /** Takes a connection back whose exchange is complete. */
  void giveBack(HttpConnection connection) {
    connection.rest(clock.getAsLong());
    idle.compute(
        connection.node(),
        (node, others) -> {
          Deque<HttpConnection> all = others == null ? new ArrayDeque<>() : others;
          all.addFirst(connection);
          return all;
        });
  }

  /** Closes connections that a node might be about to close; to be called every second or so. */
  public void closeIdle() {
    long now = clock.getAsLong();
    for (HttpHost node : idle.keySet()) {
      idle.computeIfPresent(
          node,
          (key, all) -> {
            all.removeIf(connection -> closedAsStale(connection, now));
            return all.isEmpty() ? null : all;
          });
    }
  }

  @Override
  public void close() {
    requester.close(CloseMode.GRACEFUL);
  }

  private HttpConnection take(HttpHost node) {
    long now = clock.getAsLong();
    HttpConnection[] found = new HttpConnection[1];
    idle.computeIfPresent(
        node,
        (key, all) -> {
          while (found[0] == null && !all.isEmpty()) {
            HttpConnection latest = all.removeFirst();
            found[0] = closedAsStale(latest, now) ? null : latest;
          }
          return all.isEmpty() ? null : all;
        });
    return found[0];
  }

  private static boolean closedAsStale(HttpConnection connection, long now) {
    boolean stale = connection.stale(now);
    if (stale) {
      connection.close();
    }
    return stale;
  }

  /** Tries the addresses one after the other. */
  private void connect(HttpConnection connection, List<InetAddress> addresses, HttpLessee lessee) {
    HttpHost peer = connection.peer(addresses.get(0));
    HttpLessee tried = next(connection, addresses, lessee);
    var unused =
        requester.requestSession(
            peer,
            Timeout.of(connectTimeout),
            connection,
            new FutureCallback<>() {
              @Override
              public void completed(IOSession session) {
                connection.opened(session);
                begin(connection, tried);
              }

              @Override
              public void failed(Exception cause) {
                tried.failed(cause);
              }

              @Override
              public void cancelled() {
                lessee.failed(new IllegalStateException("the way to the nodes is closed"));
              }
            });
  }

  /** Is told of the first of {@code addresses}; where it fails the others are tried. */
  private HttpLessee next(
      HttpConnection connection, List<InetAddress> addresses, HttpLessee lessee) {
    return new HttpLessee() {
      @Override
      public void leased(HttpConnection opened) {
        InetAddress address = addresses.get(0);
        names.connected(connection.peer(address).getHostName(), address);
        lessee.leased(opened);
      }

      @Override
      public void failed(Throwable cause) {
        if (addresses.size() > 1) {
          connect(connection.again(), addresses.subList(1, addresses.size()), lessee);
        } else {
          lessee.failed(cause);
        }
      }
    };
  }

  /** Does what comes before the first request on a connection that was just opened. */
  private void begin(HttpConnection connection, HttpLessee lessee) {
    HttpHandshake handshake = new HttpHandshake(connection, lessee);
    if (!HttpRequester.secure(connection.node())) {
      lessee.leased(connection);
    } else if (connection.proxy() != null) {
      new HttpTunnel(connection, wiring, connectTimeout, handshake).open();
    } else if (connection.session() instanceof TransportSecurityLayer session) {
      wiring.secure(session, connection.node(), handshake);
    } else {
      handshake.failed(new IOException("no TLS can be begun on the connection"));
    }
  }
}
