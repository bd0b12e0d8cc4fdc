package io.tidegate.webhooks;

import io.tidegate.webhooks.address.NameResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends letters by HTTP/1.1 to checked addresses, each on a connection of its own: all addresses of
 * a name are checked, and one of those very addresses is connected to, while the certificate must
 * be the name's. Nothing is followed, remembered for more than some seconds, or sent through a
 * proxy. Thread-safe.
 */
final class HttpWebhooks implements EventSender, AutoCloseable {

  /**
   * What it works with.
   *
   * @param names looks up the names of receivers
   * @param executor on which that waits
   * @param tls whose certificates are trusted
   */
  record Parts(NameResolver names, Executor executor, SSLContext tls) {}

  private static final int UNLIMITED = 1_000_000;

  private final PoolingAsyncClientConnectionManager connections;
  private final MinimalHttpAsyncClient client;
  private final ReceiverPolicy rules;
  private final Parts parts;
  private final Duration timeout;

  private HttpWebhooks(WebhooksConfig config, Parts parts) {
    this.rules = config.rules();
    this.parts = parts;
    this.timeout = config.schedule().timeout();
    this.connections = connections(timeout, parts.tls());
    this.client = client(connections, timeout);
  }

  /** A post that is open. */
  static HttpWebhooks open(WebhooksConfig config, Parts parts) {
    HttpWebhooks post = new HttpWebhooks(config, parts);
    post.client.start();
    return post;
  }

  private static MinimalHttpAsyncClient client(
      PoolingAsyncClientConnectionManager connections, Duration timeout) {
    return HttpAsyncClients.createMinimal(
        H2Config.DEFAULT,
        Http1Config.DEFAULT,
        IOReactorConfig.custom()
            .setIoThreadCount(1)
            .setTcpNoDelay(true)
            .setSoTimeout(Timeout.of(timeout))
            .build(),
        connections);
  }

  @Override
  public CompletionStage<DeliveryOutcome> send(SignedEvent letter) {
    HttpDelivery delivery = new HttpDelivery(client, letter);
    CompletableFuture<Void> looked = new CompletableFuture<>();
    try {
      parts.executor().execute(() -> look(delivery, letter.target(), looked));
    } catch (RejectedExecutionException busy) {
      delivery.end(Problem.NOT_SENT);
      looked.complete(null);
    }
    // Whoever sent it has its place until its thread is free, or slow name servers take them all.
    return delivery.within(timeout).thenCombine(looked, (reply, free) -> reply);
  }

  /**
   * Forgets the receivers to which nothing is being sent; never waits. To be called every few
   * seconds: the client itself keeps an entry for each host and address that was ever tried.
   */
  void forgetReceivers() {
    connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
  }

  /** How many receivers, by name and address, are remembered. */
  int receivers() {
    return connections.getRoutes().size();
  }

  private void look(HttpDelivery delivery, ReceiverUrl target, CompletableFuture<Void> looked) {
    try {
      if (!delivery.isOver()) {
        route(delivery, target);
      }
    } finally {
      looked.complete(null);
    }
  }

  private void route(HttpDelivery delivery, ReceiverUrl target) {
    try {
      List<InetAddress> addresses = addresses(target);
      if (rules.admits(target, addresses)) {
        delivery.start(addresses);
      } else {
        delivery.end(Problem.ADDRESS_REFUSED);
      }
    } catch (UnknownHostException unknown) {
      delivery.end(Problem.UNKNOWN_HOST);
    }
  }

  private List<InetAddress> addresses(ReceiverUrl target) throws UnknownHostException {
    if (target.literal().isPresent()) {
      return List.of(target.literal().get());
    }
    List<InetAddress> found = List.of(parts.names().of(target.host()));
    if (found.isEmpty()) {
      throw new UnknownHostException();
    }
    return found;
  }

  /** Half of the time for a connection leaves the other half for another address. */
  private static PoolingAsyncClientConnectionManager connections(Duration timeout, SSLContext tls) {
    return PoolingAsyncClientConnectionManagerBuilder.create()
        .setMaxConnPerRoute(UNLIMITED)
        .setMaxConnTotal(UNLIMITED)
        .setTlsStrategy(tls(tls))
        .setDefaultTlsConfig(
            TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(timeout.dividedBy(2)))
                .setSocketTimeout(Timeout.of(timeout))
                .build())
        .build();
  }

  /** The client checks the name itself: the builder's usual way, the engine, checks none in 5.5. */
  private static TlsStrategy tls(SSLContext trusted) {
    return ClientTlsStrategyBuilder.create()
        .setSslContext(trusted)
        .setHostVerificationPolicy(HostnameVerificationPolicy.BOTH)
        .buildAsync();
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
