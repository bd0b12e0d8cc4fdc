package io.tidegate.api.calls;

import io.tidegate.exchange.Operation;
import java.util.Map;
import java.util.Set;

/** The paths at which calls are asked whose whole body is the call. */
final class CallPaths {

  /** What is asked at which path. */
  static final Map<String, Operation> OPERATIONS =
      Map.ofEntries(
          Map.entry("/v1/chat/completions", Operation.CHAT),
          Map.entry("/chat/completions", Operation.CHAT),
          Map.entry("/v1/completions", Operation.COMPLETION),
          Map.entry("/v1/embeddings", Operation.EMBEDDINGS),
          Map.entry("/completions", Operation.COMPLETION),
          Map.entry("/embeddings", Operation.EMBEDDINGS),
          Map.entry("/v1/responses", Operation.RESPONSES),
          Map.entry("/responses", Operation.RESPONSES),
          Map.entry("/v1/messages", Operation.MESSAGES),
          Map.entry("/anthropic/v1/messages", Operation.MESSAGES),
          Map.entry("/anthropic/messages", Operation.MESSAGES),
          Map.entry("/v1/messages/count_tokens", Operation.COUNT_TOKENS),
          Map.entry("/anthropic/v1/messages/count_tokens", Operation.COUNT_TOKENS),
          Map.entry("/anthropic/messages/count_tokens", Operation.COUNT_TOKENS));

  /** Where calls are asked that take what only DeepSeek's beta root has, and so are others. */
  private static final Set<String> BETA = Set.of("/beta/chat/completions", "/beta/completions");

  private CallPaths() {}

  /** Whether what is asked at {@code path} is a call. */
  static boolean isCall(String path) {
    return OPERATIONS.containsKey(path) || BETA.contains(path);
  }
}
