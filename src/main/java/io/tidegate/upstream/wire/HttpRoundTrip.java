package io.tidegate.upstream.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * One request and its response, told to a {@link Reader}.
 *
 * <p>Where a connection that was used before breaks before a byte of the response, its node was
 * closing it: the request is sent once more, on a new connection.
 *
 * <p>INVARIANT: a connection is given back only after both sides of the exchange are complete; in
 * every other case it is closed, so that the node learns that nobody listens.
 */
public final class HttpRoundTrip implements HttpLessee {

  /** Takes the response; called by one thread at a time. */
  public interface Reader {
    /** The head has come; {@code body} is null when nothing follows it. */
    void head(HttpResponse response, EntityDetails body);

    /** Takes the next bytes of the body and leaves none. */
    void bytes(ByteBuffer bytes);

    /** Whether reading should pause until {@link HttpRoundTrip#resume}. */
    boolean full();

    /** The response is complete. */
    void end();

    /** There will be no more of it; perhaps told more than once, and after the end. */
    void broken(Throwable cause);

    /** No connection could be opened. */
    default void unreachable(Throwable cause) {
      broken(cause);
    }
  }

  private final HttpConnections connections;
  private final HttpHost node;
  private final HttpRequest request;
  private final List<ByteBuffer> body;
  private final int window;
  private final Reader reader;
  private final AtomicReference<CapacityChannel> heldBack = new AtomicReference<>();
  private volatile Turn turn;
  private volatile boolean aborted;

  /**
   * A round trip that has not begun.
   *
   * @param body the parts of what is sent, JSON; null if nothing is
   * @param window how many bytes may be read at a time
   */
  public HttpRoundTrip(
      HttpConnections connections,
      HttpRequest request,
      List<ByteBuffer> body,
      int window,
      Reader reader) {
    this.connections = connections;
    this.node = new HttpHost(request.getScheme(), request.getAuthority());
    this.request = request;
    this.body = body;
    this.window = window;
    this.reader = reader;
  }

  /** Whether {@code cause} is that the node said something that is no HTTP. */
  public static boolean isNoHttp(Throwable cause) {
    return cause instanceof HttpException;
  }

  /** Begins it; what comes of it is told to the listener. */
  public void start() {
    connections.lease(node, false, this);
  }

  /** Closes the connection at once, or as soon as there is one. */
  public void abort() {
    aborted = true;
    Turn current = turn;
    if (current != null) {
      current.abort();
    }
  }

  /** Reads on, after {@link Reader#full} had held the reading back. */
  public void resume() {
    CapacityChannel channel = heldBack.getAndSet(null);
    if (channel != null) {
      try {
        channel.update(window);
      } catch (IOException closed) {
        reader.broken(closed);
      }
    }
  }

  @Override
  public void leased(HttpConnection connection) {
    Turn next = new Turn(connection);
    turn = next;
    if (aborted) {
      next.abort();
    } else {
      connection.execute(next);
    }
  }

  @Override
  public void failed(Throwable cause) {
    reader.unreachable(cause);
  }

  /** The exchange on one connection. */
  private final class Turn implements AsyncClientExchangeHandler {

    private final HttpConnection connection;
    private final AtomicReference<HttpConnection> held;
    private final boolean used;
    private final HttpOutgoingBody left = new HttpOutgoingBody(body == null ? List.of() : body);
    private boolean requestSent = body == null;
    private boolean responseComplete;

    Turn(HttpConnection connection) {
      this.connection = connection;
      held = new AtomicReference<>(connection);
      used = connection.used();
    }

    void abort() {
      HttpConnection connection = held.getAndSet(null);
      if (connection != null) {
        connection.abort();
      }
    }

    @Override
    public void failed(Exception cause) {
      HttpConnection connection = held.getAndSet(null);
      if (connection == null) {
        return;
      }
      connection.abort();
      if (used && !connection.framing().answering() && !aborted) {
        connections.lease(node, true, HttpRoundTrip.this);
      } else {
        reader.broken(cause);
      }
    }

    @Override
    public void cancel() {
      closed();
    }

    @Override
    public void releaseResources() {
      closed();
    }

    /** Also comes behind each exchange that is complete, which shall not pay for an exception. */
    private void closed() {
      if (held.get() != null) {
        failed(new IOException("the connection was closed"));
      }
    }

    @Override
    public void produceRequest(RequestChannel channel, HttpContext context)
        throws HttpException, IOException {
      channel.sendRequest(
          connection.asSent(request),
          body == null
              ? null
              : new BasicEntityDetails(left.remaining(), ContentType.APPLICATION_JSON),
          context);
    }

    @Override
    public int available() {
      return left.remaining();
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
      left.write(channel);
      if (left.remaining() == 0 && !requestSent) {
        channel.endStream();
        requestSent = true;
        reuseIfComplete();
      }
    }

    @Override
    public void consumeInformation(HttpResponse response, HttpContext context) {}

    @Override
    public void consumeResponse(HttpResponse response, EntityDetails details, HttpContext context) {
      HttpConnection connection = held.get();
      if (connection == null) {
        return;
      }
      if (connection.refusedByProxy(response.getCode())) {
        abort();
        reader.unreachable(NoWayException.refused(response.getCode()));
        return;
      }
      Header keepAlive = response.getFirstHeader("Keep-Alive");
      connection.keptFor(
          KeepAlive.of(keepAlive == null ? null : keepAlive.getValue(), HttpConnection.IDLE));
      reader.head(response, details);
      if (details == null) {
        end();
      }
    }

    @Override
    public void updateCapacity(CapacityChannel channel) {
      heldBack.set(channel);
      if (!reader.full()) {
        resume();
      }
    }

    @Override
    public void consume(ByteBuffer bytes) {
      if (held.get() == null) {
        bytes.position(bytes.limit());
      } else {
        reader.bytes(bytes);
      }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) {
      if (held.get() != null) {
        end();
      }
    }

    private void end() {
      responseComplete = true;
      reuseIfComplete();
      reader.end();
    }

    private void reuseIfComplete() {
      if (requestSent && responseComplete) {
        HttpConnection connection = held.getAndSet(null);
        if (connection != null) {
          connections.giveBack(connection);
        }
      }
    }
  }
}
