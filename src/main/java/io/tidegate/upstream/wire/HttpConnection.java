package io.tidegate.upstream.wire;

import io.tidegate.upstream.access.NodeProxy;
import java.net.InetAddress;
import java.time.Duration;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.support.BasicRequestBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOSession;

/** A connection to a node, for one exchange at a time. Thread-safe. */
final class HttpConnection {

  /**
   * Below the five seconds after which uvicorn, and so vLLM and SGLang, close an idle connection: a
   * request on a connection that the node is closing would be lost.
   */
  static final Duration IDLE = Duration.ofSeconds(4);

  private final HttpHost node;
  private final NodeProxy proxy;
  private final HttpFraming framing = new HttpFraming(Http1Config.DEFAULT);
  private volatile IOSession session;
  private volatile boolean used;
  private volatile Duration keep = IDLE;
  private volatile long idleSince;

  /**
   * A connection to {@code node} that is about to be opened.
   *
   * @param proxy through which it leads, or null
   */
  HttpConnection(HttpHost node, NodeProxy proxy) {
    this.node = node;
    this.proxy = proxy;
  }

  NodeProxy proxy() {
    return proxy;
  }

  /** A connection to the same node that is about to be opened. */
  HttpConnection again() {
    return new HttpConnection(node, proxy);
  }

  /** Where it is opened: {@code address} of the node, or of the proxy in front of it. */
  HttpHost peer(InetAddress address) {
    return proxy == null
        ? new HttpHost(node.getSchemeName(), address, node.getHostName(), node.getPort())
        : new HttpHost(URIScheme.HTTP.id, address, proxy.host(), proxy.port());
  }

  /** The connection's session, once it is {@linkplain #opened opened}. */
  IOSession session() {
    return session;
  }

  /** {@code request} as it is sent here: a proxy that sees it is told the whole address. */
  HttpRequest asSent(HttpRequest request) {
    BasicRequestBuilder builder = BasicRequestBuilder.copy(request);
    if (forwarded()) {
      builder.setAbsoluteRequestUri(true);
      if (proxy.authorization() != null) {
        builder.setHeader("Proxy-Authorization", proxy.authorization());
      }
    }
    return builder.build();
  }

  /** Whether a reply of {@code status} is a proxy's, which does not let us through to the node. */
  boolean refusedByProxy(int status) {
    return status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED && forwarded();
  }

  /** Whether a proxy reads what is sent, and sends it on. */
  private boolean forwarded() {
    return proxy != null && !HttpRequester.secure(node);
  }

  HttpHost node() {
    return node;
  }

  HttpFraming framing() {
    return framing;
  }

  void opened(IOSession opened) {
    session = opened;
  }

  /**
   * Whether it carried an exchange before this one, so that its node may be closing it just now.
   */
  boolean used() {
    return used;
  }

  boolean open() {
    return session.isOpen();
  }

  /** Waits with the others for its next exchange, from {@code now} on. */
  void rest(long now) {
    used = true;
    framing.rest();
    idleSince = now;
  }

  /** Learns how long the node keeps it when it is idle. */
  void keptFor(Duration time) {
    keep = time;
  }

  /** Whether its node may close it by now, or has done so. */
  boolean stale(long now) {
    return !open() || now - idleSince >= keep.toNanos();
  }

  /** Has {@code exchange} done; it fails if the connection is not open. */
  void execute(AsyncClientExchangeHandler exchange) {
    session.enqueue(
        new RequestExecutionCommand(exchange, HttpClientContext.create()), Command.Priority.NORMAL);
    if (!open()) {
      exchange.failed(new ConnectionClosedException());
      exchange.releaseResources();
    }
  }

  /** Closes it when nothing is under way. */
  void close() {
    session.close(CloseMode.GRACEFUL);
  }

  /** Closes it at once, whatever is under way. */
  void abort() {
    session.close(CloseMode.IMMEDIATE);
  }
}
