package io.tidegate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;

/**
 * One attempt: connects to the first of the checked addresses that answers, sends the letter, and
 * closes the connection. Thread-safe.
 */
final class HttpDelivery implements FutureCallback<AsyncClientEndpoint> {

  /** More addresses of a name than that are not tried: its owner says how many it has. */
  static final int MOST_ADDRESSES = 8;

  private static final ContentType JSON = ContentType.create("application/json");

  private final MinimalHttpAsyncClient client;
  private final SignedEvent letter;
  private final CompletableFuture<DeliveryOutcome> reply = new CompletableFuture<>();
  private final HttpResponseReader reading = new HttpResponseReader(reply);
  private volatile Iterator<InetAddress> addresses;

  HttpDelivery(MinimalHttpAsyncClient client, SignedEvent letter) {
    this.client = client;
    this.letter = letter;
  }

  /** Sends to one of the first of {@code checked}, which are not looked at again; at least one. */
  void start(List<InetAddress> checked) {
    addresses = checked.stream().limit(MOST_ADDRESSES).iterator();
    connect();
  }

  /** Whether its end is known. */
  boolean isOver() {
    return reply.isDone();
  }

  /** Ends without having been sent. */
  void end(Problem problem) {
    reply.complete(DeliveryOutcome.without(problem));
  }

  /**
   * How it ends, after {@code timeout} at the latest. An answer whose head came counts, whatever
   * becomes of its body.
   */
  CompletionStage<DeliveryOutcome> within(Duration timeout) {
    return reply
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(late -> reading.head().orElse(DeliveryOutcome.without(Problem.TIMEOUT)));
  }

  private void connect() {
    if (reply.isDone()) {
      return;
    }
    ReceiverUrl target = letter.target();
    // With the address in it the client looks nothing up, and TLS still takes the name.
    HttpHost host = new HttpHost(target.scheme(), addresses.next(), target.host(), target.port());
    var unused = client.lease(host, this);
  }

  @Override
  public void completed(AsyncClientEndpoint endpoint) {
    var closed = reply.whenComplete((got, failure) -> endpoint.releaseAndDiscard());
    if (closed.isDone()) {
      return;
    }
    try {
      var unused =
          endpoint.execute(
              SimpleRequestProducer.create(request()),
              reading,
              HttpClientContext.create(),
              reading);
    } catch (IllegalStateException timedOutMeanwhile) {
      end(Problem.TIMEOUT);
    }
  }

  @Override
  public void failed(Exception cause) {
    if (addresses.hasNext()) {
      connect();
    } else {
      end(problem(cause));
    }
  }

  @Override
  public void cancelled() {
    end(Problem.UNREACHABLE);
  }

  private SimpleHttpRequest request() {
    ReceiverUrl target = letter.target();
    HttpHost host = new HttpHost(target.scheme(), target.host(), target.port());
    SimpleHttpRequest request = SimpleHttpRequest.create(Method.POST, host, target.path());
    request.setBody(letter.body().getBytes(UTF_8), JSON);
    request.setHeader("User-Agent", "Tidegate");
    request.setHeader("Connection", "close");
    request.setHeader("webhook-id", letter.id());
    request.setHeader("webhook-timestamp", Long.toString(letter.seconds()));
    request.setHeader("webhook-signature", letter.signature());
    return request;
  }

  /** What {@code cause} means, which came before or instead of an answer. */
  static Problem problem(Exception cause) {
    if (cause instanceof SSLException) {
      return Problem.TLS;
    }
    return cause instanceof SocketTimeoutException ? Problem.TIMEOUT : Problem.UNREACHABLE;
  }
}
