package io.tidegate.cache.hot;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import java.nio.ByteBuffer;

/**
 * What is needed to ask a question again; it never leaves the servers' memory.
 *
 * @param model the model that serves it, aliases resolved
 * @param operation what is asked
 * @param tenant in whose name
 * @param pinned whether only private nodes may see it
 * @param body the request's body
 */
public record RepeatableRequest(
    String model, Operation operation, TenantId tenant, boolean pinned, ByteBuffer body) {

  public RepeatableRequest {
    requireNonNull(model, "model");
    requireNonNull(operation, "operation");
    requireNonNull(tenant, "tenant");
    body = body.asReadOnlyBuffer();
  }

  /** The body, with a position of its own. */
  @Override
  public ByteBuffer body() {
    return body.duplicate();
  }

  /** A copy of the body. */
  public byte[] bytes() {
    ByteBuffer source = body();
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    return bytes;
  }

  /** Tells nothing of the body. */
  @Override
  public String toString() {
    return "Wording[" + operation + ", " + model + ", " + body.remaining() + " bytes]";
  }
}
