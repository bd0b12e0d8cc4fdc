package io.tidegate.upstream.wire;

import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.bootstrap.AsyncRequester;
import org.apache.hc.core5.http.impl.nio.ClientHttp1IOEventHandler;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexerFactory;
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

  private final Http1Config config;
  private final TlsStrategy tls = DefaultClientTlsStrategy.createSystemDefault();
  private final Timeout handshake;

  private HttpRequester(UpstreamConfig upstream) {
    this.config = Http1Config.custom().setInitialWindowSize(upstream.window()).build();
    this.handshake = Timeout.of(upstream.connectTimeout());
  }

  /** A requester that runs; sessions are asked of it with their {@link HttpConnection}. */
  static AsyncRequester start(UpstreamConfig upstream) {
    HttpRequester wiring = new HttpRequester(upstream);
    AsyncRequester requester =
        new AsyncRequester(
            (session, connection) -> wiring.handler(session, (HttpConnection) connection),
            IOReactorConfig.custom().setTcpNoDelay(true).setSoTimeout(Timeout.DISABLED).build(),
            null,
            null,
            null,
            ShutdownCommand.GRACEFUL_NORMAL_CALLBACK,
            null);
    requester.start();
    return requester;
  }

  /** A connection to {@code node} that is about to be opened. */
  static HttpConnection connectionTo(HttpHost node) {
    return new HttpConnection(node, new HttpFraming(Http1Config.DEFAULT));
  }

  private IOEventHandler handler(ProtocolIOSession session, HttpConnection connection) {
    if (URIScheme.HTTPS.same(connection.node().getSchemeName())) {
      tls.upgrade(session, connection.node(), HTTP_1, handshake, null);
    }
    HttpFraming framing = connection.framing();
    var duplexers =
        new ClientHttp1StreamDuplexerFactory(
            HEADERS,
            config,
            CharCodingConfig.DEFAULT,
            null,
            framing::parser,
            framing::writer,
            null);
    return new HttpEvents(new ClientHttp1IOEventHandler(duplexers.create(session)));
  }
}
