package io.tidegate.upstream.wire;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;

/**
 * What is told of TLS with a node, once, to whoever leases the connection: a node is reached when
 * its certificate is seen, and not when its port is. Thread-safe.
 */
final class HttpHandshake implements FutureCallback<TransportSecurityLayer> {

  private final HttpConnection connection;
  private final HttpLessee lessee;
  private final AtomicBoolean told = new AtomicBoolean();

  /** Tells {@code lessee}; {@code connection} is closed where it failed. */
  HttpHandshake(HttpConnection connection, HttpLessee lessee) {
    this.connection = connection;
    this.lessee = lessee;
  }

  @Override
  public void completed(TransportSecurityLayer secured) {
    if (told.compareAndSet(false, true)) {
      lessee.leased(connection);
    }
  }

  @Override
  public void failed(Exception cause) {
    if (told.compareAndSet(false, true)) {
      connection.abort();
      lessee.failed(cause);
    }
  }

  @Override
  public void cancelled() {
    failed(new IOException("the connection was closed"));
  }
}
