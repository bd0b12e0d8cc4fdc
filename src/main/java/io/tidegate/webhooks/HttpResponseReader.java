package io.tidegate.webhooks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Reads an answer's head, and lets so much of its body pass that a receiver is not disturbed; none
 * of it is kept. The head can be read by any thread.
 */
final class HttpResponseReader implements AsyncResponseConsumer<Void>, FutureCallback<Void> {

  private static final int MOST_BYTES = 64 << 10;

  private final CompletableFuture<DeliveryOutcome> reply;
  private volatile DeliveryOutcome head;
  private int bytes;

  HttpResponseReader(CompletableFuture<DeliveryOutcome> reply) {
    this.reply = reply;
  }

  /** The head as a reply, once it is there. */
  Optional<DeliveryOutcome> head() {
    return Optional.ofNullable(head);
  }

  @Override
  public void consumeResponse(
      HttpResponse response, EntityDetails body, HttpContext context, FutureCallback<Void> whole) {
    Header retryAfter = response.getFirstHeader("Retry-After");
    head =
        DeliveryOutcome.of(response.getCode(), retryAfter == null ? null : retryAfter.getValue());
    if (body == null) {
      end();
    }
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {
    // 100 to 199: the answer is yet to come.
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer part) {
    bytes += part.remaining();
    part.position(part.limit());
    if (bytes > MOST_BYTES) {
      end();
    }
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    end();
  }

  @Override
  public void completed(Void nothing) {
    end();
  }

  @Override
  public void failed(Exception cause) {
    reply.complete(head().orElseGet(() -> DeliveryOutcome.without(HttpDelivery.problem(cause))));
  }

  @Override
  public void cancelled() {
    reply.complete(head().orElseGet(() -> DeliveryOutcome.without(Problem.UNREACHABLE)));
  }

  @Override
  public void releaseResources() {
    // None are held.
  }

  private void end() {
    reply.complete(head);
  }
}
