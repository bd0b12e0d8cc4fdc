package io.tidegate.upstream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;

/**
 * One {@code GET} of a short answer, with an end: its connection is closed when the time is over,
 * so that a node which never answers does not collect connections.
 */
final class HttpFetch implements FutureCallback<AsyncClientEndpoint> {

  private static final long TIMEOUT_SECONDS = 10;

  private final SimpleHttpRequest request;
  private final CompletableFuture<SimpleHttpResponse> response = new CompletableFuture<>();

  HttpFetch(SimpleHttpRequest request) {
    this.request = request;
  }

  CompletionStage<Fetched> send(MinimalHttpAsyncClient client, HttpHost host) {
    var unused = client.lease(host, this);
    return response
        .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .thenApply(got -> Fetched.of(got.getCode(), got.getBodyText()));
  }

  @Override
  public void completed(AsyncClientEndpoint endpoint) {
    var released =
        response.whenComplete(
            (got, failure) -> {
              if (failure == null) {
                endpoint.releaseAndReuse();
              } else {
                endpoint.releaseAndDiscard();
              }
            });
    if (released.isDone()) {
      return;
    }
    try {
      var unused =
          endpoint.execute(
              SimpleRequestProducer.create(request),
              SimpleResponseConsumer.create(),
              HttpClientContext.create(),
              new Reply(response));
    } catch (IllegalStateException timedOutMeanwhile) {
      failed(timedOutMeanwhile);
    }
  }

  @Override
  public void failed(Exception cause) {
    response.completeExceptionally(cause);
  }

  @Override
  public void cancelled() {
    response.cancel(false);
  }

  private record Reply(CompletableFuture<SimpleHttpResponse> response)
      implements FutureCallback<SimpleHttpResponse> {

    @Override
    public void completed(SimpleHttpResponse got) {
      response.complete(got);
    }

    @Override
    public void failed(Exception cause) {
      response.completeExceptionally(cause);
    }

    @Override
    public void cancelled() {
      response.cancel(false);
    }
  }
}
