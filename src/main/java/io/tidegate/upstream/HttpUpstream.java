package io.tidegate.upstream;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.ApiFeatures;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.DialectName;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Use;
import io.tidegate.tracing.Trace;
import io.tidegate.upstream.wire.Fetched;
import io.tidegate.upstream.wire.HttpConnections;
import io.tidegate.upstream.wire.HttpFetch;
import io.tidegate.upstream.wire.NameCache;
import io.tidegate.upstream.wire.UpstreamConfig;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHttpRequest;

/**
 * Nodes over HTTP/1.1 by Apache HttpComponents.
 *
 * <p>A request is built from nothing: no header of the client goes to a node, except the ids that
 * tie logs together and what it says of its API. No thread that calls in here ever waits, for a
 * name server neither.
 */
public final class HttpUpstream implements Upstream, AutoCloseable {

  /**
   * What tells the time.
   *
   * @param nanos nanoseconds
   * @param wall the time of day
   */
  public record Clocks(LongSupplier nanos, InstantSource wall) {}

  private final HttpConnections connections;
  private final NameCache names;
  private final UpstreamConfig config;
  private final LongSupplier clock;
  private final InstantSource wall;
  private final Watchdog watchdog;
  private final MemoryBudget memory;

  /**
   * An upstream that opens connections as they are used.
   *
   * @param config how nodes are talked to
   * @param names knows the addresses of nodes
   * @param clock nanoseconds
   * @param wall the time of day, against which a node's dates are read
   * @param watchdog watches the attempts
   */
  public HttpUpstream(
      UpstreamConfig config,
      NameCache names,
      LongSupplier clock,
      InstantSource wall,
      Watchdog watchdog) {
    this(config, names, new Clocks(clock, wall), watchdog, MemoryBudget.unlimited());
  }

  /**
   * An upstream as above.
   *
   * @param memory what answers hold is taken from it until their clients have them
   */
  public HttpUpstream(
      UpstreamConfig config,
      NameCache names,
      Clocks clocks,
      Watchdog watchdog,
      MemoryBudget memory) {
    this.config = config;
    this.names = names;
    this.clock = clocks.nanos();
    this.wall = clocks.wall();
    this.memory = memory;
    this.watchdog = watchdog;
    this.connections = new HttpConnections(config, names, clocks.nanos());
  }

  @Override
  public Running start(Attempt attempt, Progress progress) {
    Backlog backlog =
        new Backlog(memory.open(attempt.call().tenant(), Use.ANSWERS), config.window());
    AttemptRun run = new AttemptRun(attempt, config, clock, progress, backlog);
    try {
      List<ByteBuffer> body = attempt.call().request().bodyFor(attempt.model());
      HttpExchange exchange = new HttpExchange(run, connections, request(attempt), body, wall);
      run.over(exchange);
      watchdog.watch(run);
      exchange.start();
    } catch (RuntimeException | Error refused) {
      // Also when memory runs out: the attempt's place must come back.
      run.broken();
    }
    return run;
  }

  @Override
  public CompletionStage<Probe> probe(NodeAddress target) {
    return fetch(target, target.at("/models"))
        .thenApply(reply -> Probe.of(reply.status(), reply.body()));
  }

  @Override
  public CompletionStage<Fetched> fetch(NodeAddress target, URI address) {
    HttpRequest request = new BasicHttpRequest("GET", address);
    request.setHeader("Accept-Encoding", "identity");
    if (host(address).equals(host(target.url()))) {
      authorize(request, target);
    }
    return HttpFetch.send(connections, request);
  }

  /**
   * Closes connections that a node might be about to close, and looks after the names of {@code
   * nodes}; to be called every second or so.
   */
  public void maintain(Collection<NodeAddress> nodes) {
    names.refresh(nodes.stream().map(node -> connections.lookedUp(node.url().getHost())).toList());
    connections.closeIdle();
  }

  @Override
  public void close() {
    connections.close();
  }

  private static HttpRequest request(Attempt attempt) {
    Call call = attempt.call();
    HttpRequest request = new BasicHttpRequest("POST", address(attempt));
    request.setHeader("Accept", call.stream() ? "text/event-stream" : AnswerHead.JSON);
    request.setHeader("Accept-Encoding", "identity");
    request.setHeader("X-Request-Id", call.id());
    trace(request, attempt.trace());
    authorize(request, attempt.target());
    if (call.operation().dialect() == DialectName.MESSAGES) {
      asAnthropic(request, attempt.target(), call.terms().features());
    }
    return request;
  }

  private static URI address(Attempt attempt) {
    Call call = attempt.call();
    return attempt.target().at(call.operation(), call.request().facts().beta());
  }

  /** Nodes look for the key in either header, and DeepSeek for the one that we send besides. */
  private static void asAnthropic(HttpRequest request, NodeAddress target, ApiFeatures features) {
    request.setHeader(ApiFeatures.VERSION, features.versionForNode());
    if (!features.betas().isEmpty()) {
      request.setHeader(ApiFeatures.BETA, String.join(",", features.betas()));
    }
    if (target.apiKey() != null && target.keyHeader().isEmpty()) {
      request.setHeader("x-api-key", target.apiKey());
    }
  }

  private static void trace(HttpRequest request, Trace trace) {
    if (trace.parent() != null) {
      request.setHeader("traceparent", trace.parent());
    }
    if (trace.state() != null) {
      request.setHeader("tracestate", trace.state());
    }
  }

  private static void authorize(HttpRequest request, NodeAddress target) {
    if (target.apiKey() == null) {
      return;
    }
    if (target.keyHeader().isEmpty()) {
      request.setHeader("Authorization", "Bearer " + target.apiKey());
    } else {
      request.setHeader(target.keyHeader(), target.apiKey());
    }
  }

  private static HttpHost host(URI url) {
    return new HttpHost(url.getScheme(), url.getHost(), url.getPort());
  }
}
