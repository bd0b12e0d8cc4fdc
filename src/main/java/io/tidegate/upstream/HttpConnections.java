package io.tidegate.upstream;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Builds the HTTP client: HTTP/1.1, pooled connections, nothing automatic. */
final class HttpConnections {

  /**
   * Below the five seconds after which uvicorn, and so vLLM and SGLang, close an idle connection: a
   * request on a connection that the node is closing would be lost.
   */
  static final TimeValue IDLE = TimeValue.ofSeconds(4);

  private static final TimeValue CHECKED_AFTER = TimeValue.ofMilliseconds(500);

  /** The nodes' own thresholds limit connections; the pool must not. */
  private static final int UNLIMITED = 1_000_000;

  private HttpConnections() {}

  /** The connections of one client; {@link #IDLE} says when they are to be closed. */
  static PoolingAsyncClientConnectionManager pool(UpstreamConfig config) {
    return PoolingAsyncClientConnectionManagerBuilder.create()
        .useSystemProperties()
        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
        .setMaxConnPerRoute(UNLIMITED)
        .setMaxConnTotal(UNLIMITED)
        .setDefaultTlsConfig(
            TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(config.connectTimeout()))
                .setSocketTimeout(Timeout.DISABLED)
                .setValidateAfterInactivity(CHECKED_AFTER)
                .build())
        .build();
  }

  static MinimalHttpAsyncClient client(
      UpstreamConfig config, PoolingAsyncClientConnectionManager pool) {
    return HttpAsyncClients.createMinimal(
        H2Config.DEFAULT,
        Http1Config.custom().setInitialWindowSize(config.window()).build(),
        IOReactorConfig.custom().setTcpNoDelay(true).setSoTimeout(Timeout.DISABLED).build(),
        pool);
  }
}
