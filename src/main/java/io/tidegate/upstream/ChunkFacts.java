package io.tidegate.upstream;

import io.tidegate.exchange.Usage;

/**
 * What the gate needs to know of one JSON object a node sent: a chunk, a whole answer or an error.
 *
 * @param content whether it carries anything a model made
 * @param finishReason why the model stopped, or null
 * @param error the error object, or null
 * @param usage the tokens reported
 */
record ChunkFacts(boolean content, String finishReason, NodeError error, Usage usage) {

  /** Whether the node gave up in the midst of its work, as DeepSeek says it. */
  boolean cutShort() {
    return cutShort(finishReason);
  }

  /** Whether {@code reason} says that the node gave up. */
  static boolean cutShort(String reason) {
    return "insufficient_system_resource".equals(reason) || "aborted".equals(reason);
  }

  /** Whether the model came to an end of its own, perhaps without a word. */
  boolean finished() {
    return finishReason != null && !cutShort();
  }
}
