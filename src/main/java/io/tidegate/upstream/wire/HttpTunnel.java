package io.tidegate.upstream.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;

/**
 * Asks a proxy for a way to a node (RFC 9110, section 9.3.6) and begins TLS with the node on it, so
 * that the proxy sees where calls go and nothing of them.
 */
final class HttpTunnel implements AsyncClientExchangeHandler {

  private static final int HTTPS = 443;

  private final HttpConnection connection;
  private final HttpRequester wiring;
  private final Duration timeout;
  private final HttpHandshake handshake;

  /**
   * A way that is not asked for yet.
   *
   * @param connection to the proxy, with nothing under way
   * @param timeout how long the proxy may think about it
   * @param handshake is told when the node is reached, or why it is not
   */
  HttpTunnel(
      HttpConnection connection, HttpRequester wiring, Duration timeout, HttpHandshake handshake) {
    this.connection = connection;
    this.wiring = wiring;
    this.timeout = timeout;
    this.handshake = handshake;
  }

  /** Asks for it. */
  void open() {
    connection.session().setSocketTimeout(Timeout.of(timeout));
    connection.execute(this);
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    HttpHost node = connection.node();
    int port = node.getPort() < 0 ? HTTPS : node.getPort();
    HttpHost authority = new HttpHost(node.getHostName(), port);
    BasicHttpRequest request =
        new BasicHttpRequest(Method.CONNECT, authority, authority.toHostString());
    if (connection.proxy().authorization() != null) {
      request.setHeader("Proxy-Authorization", connection.proxy().authorization());
    }
    channel.sendRequest(request, null, context);
  }

  @Override
  public void consumeResponse(HttpResponse response, EntityDetails body, HttpContext context) {
    int status = response.getCode();
    if (status / 100 != HttpStatus.SC_OK / 100) {
      handshake.failed(NoWayException.refused(status));
    } else if (connection.session() instanceof TransportSecurityLayer session) {
      connection.framing().rest();
      connection.session().setSocketTimeout(Timeout.DISABLED);
      wiring.secure(session, connection.node(), handshake);
    } else {
      handshake.failed(new IOException("no TLS can be begun behind the proxy"));
    }
  }

  @Override
  public void failed(Exception cause) {
    handshake.failed(cause);
  }

  @Override
  public void cancel() {
    handshake.cancelled();
  }

  @Override
  public void releaseResources() {}

  @Override
  public int available() {
    return 0;
  }

  @Override
  public void produce(DataStreamChannel channel) {}

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context) {}

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer bytes) {
    bytes.position(bytes.limit());
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {}
}
