package io.tidegate.upstream.wire;

import java.time.Duration;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
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
  private final HttpFraming framing;
  private volatile IOSession session;
  private volatile boolean used;
  private volatile Duration keep = IDLE;
  private volatile long idleSince;

  HttpConnection(HttpHost node, HttpFraming framing) {
    this.node = node;
    this.framing = framing;
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
