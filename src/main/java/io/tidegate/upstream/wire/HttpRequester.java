package io.tidegate.upstream.wire;

import io.tidegate.upstream.access.NodeAccess;
import io.tidegate.upstream.access.NodeTls;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.bootstrap.AsyncRequester;
import org.apache.hc.core5.http.impl.nio.ClientHttp1IOEventHandler;
import org.apache.hc.core5.http.nio.command.ShutdownCommand;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;

/** Builds what opens connections: HTTP/1.1, nothing automatic, each connection kept in step. */
final class HttpRequester {

  private static final HttpProcessor HEADERS =
      new DefaultHttpProcessor(
          new RequestTargetHost(),
          new RequestContent(),
          new RequestConnControl(),
          new RequestUserAgent("Tidegate"));
  private static final TlsConfig HTTP_1 =
      TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build();

  private static final int HTTPS = 443;

  private final Http1Config config;
  private final TlsStrategy tls = DefaultClientTlsStrategy.createSystemDefault();
  private final Timeout handshake;
  private final NodeAccess access;

  /** What opens connections as {@code upstream} says; {@link #start} begins. */
  HttpRequester(UpstreamConfig upstream) {
    this.config = Http1Config.custom().setInitialWindowSize(upstream.window()).build();
    this.handshake = Timeout.of(upstream.connectTimeout());
    this.access = upstream.access();
  }

  /** A requester that runs; sessions are asked of it with their {@link HttpConnection}. */
  AsyncRequester start() {
    AsyncRequester requester =
        new AsyncRequester(
            (session, connection) -> handler(session, (HttpConnection) connection),
            IOReactorConfig.custom().setTcpNoDelay(true).setSoTimeout(Timeout.DISABLED).build(),
            null,
            null,
            null,
            ShutdownCommand.GRACEFUL_NORMAL_CALLBACK,
            null);
    requester.start();
    return requester;
  }

  private IOEventHandler handler(ProtocolIOSession session, HttpConnection connection) {
    return new HttpEvents(
        new ClientHttp1IOEventHandler(
            new HttpDuplexer(session, HEADERS, config, connection.framing())));
  }

  /** Whether {@code node} speaks TLS. */
  static boolean secure(HttpHost node) {
    return URIScheme.HTTPS.same(node.getSchemeName());
  }

  /**
   * Begins TLS with {@code node} on {@code session}.
   *
   * @param done is told when it is there
   */
  void secure(
      TransportSecurityLayer session, HttpHost node, FutureCallback<TransportSecurityLayer> done) {
    int port = node.getPort() < 0 ? HTTPS : node.getPort();
    NodeTls own = access.tlsOf(node.getHostName(), port);
    TlsStrategy strategy = own == null ? tls : strategy(own);
    String name = own == null ? null : own.serverName();
    HttpHost peer = name == null ? node : new HttpHost(node.getSchemeName(), name, node.getPort());
    strategy.upgrade(session, peer, HTTP_1, handshake, done);
  }

  private static TlsStrategy strategy(NodeTls own) {
    return new DefaultClientTlsStrategy(
        own.context(), HostnameVerificationPolicy.BOTH, HttpsSupport.getDefaultHostnameVerifier());
  }
}
