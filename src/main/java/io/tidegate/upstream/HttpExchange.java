package io.tidegate.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * One request and response on a leased connection, told to an {@link AttemptRun}.
 *
 * <p>INVARIANT: the connection goes back to the pool only after both sides of the exchange are
 * complete; in every other case it is closed, so that the node learns that nobody listens.
 */
final class HttpExchange
    implements AsyncClientExchangeHandler,
        FutureCallback<AsyncClientEndpoint>,
        AttemptRun.Transport {

  private final AttemptRun run;
  private final HttpRequest request;
  private final ByteBuffer body;
  private final AtomicReference<CapacityChannel> heldBack = new AtomicReference<>();
  private final int window;

  private volatile AsyncClientEndpoint endpoint;
  private volatile boolean aborted;
  private boolean requestSent;
  private boolean responseComplete;

  HttpExchange(AttemptRun run, HttpRequest request, ByteBuffer body, int window) {
    this.run = run;
    this.request = request;
    this.body = body;
    this.window = window;
  }

  /** Asks {@code client} for a connection to {@code host} and goes on from there. */
  void start(MinimalHttpAsyncClient client, HttpHost host) {
    // The future is never cancelled: a lease cancelled while it connects would lose its connection.
    var unused = client.lease(host, this);
  }

  @Override
  public void completed(AsyncClientEndpoint leased) {
    endpoint = leased;
    if (aborted) {
      leased.releaseAndDiscard();
      return;
    }
    try {
      leased.execute(this, null, HttpClientContext.create());
    } catch (IllegalStateException abortedMeanwhile) {
      failed(abortedMeanwhile);
    }
  }

  @Override
  public void failed(Exception cause) {
    discard();
    run.broken();
  }

  @Override
  public void cancelled() {
    run.broken();
  }

  @Override
  public void cancel() {
    run.broken();
  }

  @Override
  public void abort() {
    aborted = true;
    discard();
  }

  @Override
  public void resume() {
    CapacityChannel channel = heldBack.getAndSet(null);
    if (channel != null) {
      grant(channel);
    }
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    channel.sendRequest(
        request, new BasicEntityDetails(body.remaining(), ContentType.APPLICATION_JSON), context);
  }

  @Override
  public int available() {
    return body.remaining();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    channel.write(body);
    if (!body.hasRemaining() && !requestSent) {
      channel.endStream();
      requestSent = true;
      reuseIfComplete();
    }
  }

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context) {}

  @Override
  public void consumeResponse(HttpResponse response, EntityDetails details, HttpContext context) {
    Header retryAfter = response.getFirstHeader("Retry-After");
    Duration pause = retryAfter == null ? null : RetryAfter.parse(retryAfter.getValue());
    Header coding = response.getFirstHeader("Content-Encoding");
    run.head(
        response.getCode(),
        details == null ? null : details.getContentType(),
        coding == null ? null : coding.getValue(),
        pause);
    if (details == null) {
      end();
    }
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    heldBack.set(channel);
    if (!run.full()) {
      resume();
    }
  }

  @Override
  public void consume(ByteBuffer bytes) {
    run.bytes(bytes);
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    end();
  }

  @Override
  public void releaseResources() {
    discard();
    run.broken();
  }

  private void end() {
    responseComplete = true;
    reuseIfComplete();
    run.bodyEnded();
  }

  private void reuseIfComplete() {
    if (requestSent && responseComplete) {
      endpoint.releaseAndReuse();
    }
  }

  private void discard() {
    AsyncClientEndpoint leased = endpoint;
    if (leased != null) {
      leased.releaseAndDiscard();
    }
  }

  private void grant(CapacityChannel channel) {
    try {
      channel.update(window);
    } catch (IOException closed) {
      run.broken();
    }
  }
}
