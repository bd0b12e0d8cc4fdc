package io.tidegate.upstream;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.io.CloseMode;

/**
 * Nodes over HTTP/1.1 by Apache HttpComponents.
 *
 * <p>A request is built from nothing: no header of the client goes to a node, except the ids that
 * tie logs together.
 */
public final class HttpUpstream implements Upstream, AutoCloseable {

  private final PoolingAsyncClientConnectionManager connections;
  private final MinimalHttpAsyncClient client;
  private final UpstreamConfig config;
  private final LongSupplier clock;
  private final Watchdog watchdog;

  /** An upstream whose attempts {@code watchdog} watches; it opens connections as they are used. */
  public HttpUpstream(UpstreamConfig config, LongSupplier clock, Watchdog watchdog) {
    this.config = config;
    this.clock = clock;
    this.watchdog = watchdog;
    this.connections = HttpConnections.pool(config);
    this.client = HttpConnections.client(config, connections);
    client.start();
  }

  @Override
  public Running start(Attempt attempt, Progress progress) {
    AttemptRun run = new AttemptRun(attempt, config, clock, progress);
    ByteBuffer body = attempt.call().request().bodyFor(attempt.model());
    HttpExchange exchange = new HttpExchange(run, request(attempt), body, config.window());
    run.over(exchange);
    watchdog.watch(run);
    try {
      exchange.start(client, host(attempt.target().url()));
    } catch (RuntimeException refused) {
      run.broken();
    }
    return run;
  }

  @Override
  public CompletionStage<Probe> probe(Target target) {
    return fetch(target, URI.create(target.url() + "/models"))
        .thenApply(reply -> Probe.of(reply.status(), reply.body()));
  }

  @Override
  public CompletionStage<Fetched> fetch(Target target, URI address) {
    SimpleHttpRequest request = SimpleRequestBuilder.get(address).build();
    HttpHost host = host(address);
    if (host.equals(host(target.url()))) {
      authorize(request, target);
    }
    return new HttpFetch(request).send(client, host);
  }

  /** Closes connections that a node might be about to close; to be called every second or so. */
  public void closeIdle() {
    connections.closeIdle(HttpConnections.IDLE);
  }

  @Override
  public void close() {
    client.close(CloseMode.GRACEFUL);
  }

  private static HttpRequest request(Attempt attempt) {
    Call call = attempt.call();
    URI url = attempt.target().url();
    HttpRequest request =
        new BasicHttpRequest("POST", host(url), url.getRawPath() + call.operation().path());
    request.setHeader("Accept", call.stream() ? "text/event-stream" : AnswerHead.JSON);
    request.setHeader("Accept-Encoding", "identity");
    request.setHeader("X-Request-Id", call.id());
    authorize(request, attempt.target());
    return request;
  }

  private static void authorize(HttpRequest request, Target target) {
    if (target.apiKey() != null) {
      request.setHeader("Authorization", "Bearer " + target.apiKey());
    }
  }

  private static HttpHost host(URI url) {
    return new HttpHost(url.getScheme(), url.getHost(), url.getPort());
  }
}
