package io.tidegate.routing;

import io.tidegate.exchange.Request;

/**
 * What placing a call needs to know of its prompt: how long it is and with what it begins.
 *
 * <p>Immutable but for the block hashes, which are computed when first asked for.
 */
public final class Prompt {

  private static final int BYTES_PER_TOKEN = 4;

  private final Request request;

  /** The prompt of {@code request}. */
  public Prompt(Request request) {
    this.request = request;
  }

  /** The prompt's length in tokens, estimated from its bytes; at least 1. */
  public long tokens() {
    int bytes = request.facts().input().end() - request.facts().input().start();
    return Math.max(1, bytes / BYTES_PER_TOKEN);
  }
}
