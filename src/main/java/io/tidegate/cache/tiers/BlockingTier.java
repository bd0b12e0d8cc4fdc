package io.tidegate.cache.tiers;

import io.tidegate.cache.key.CacheKey;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A shared tier whose stages are complete when they are returned: the caller's thread waits. */
final class BlockingTier implements SharedTier {

  private final JCacheTier store;

  BlockingTier(JCacheTier store) {
    this.store = store;
  }

  private interface Question<T> {
    T ask() throws IOException;
  }

  private interface Order {
    void give() throws IOException;
  }

  @Override
  public CompletionStage<byte[]> get(CacheKey key) {
    return ask(() -> store.get(key));
  }

  @Override
  public CompletionStage<Void> put(CacheKey key, byte[] entry) {
    return give(() -> store.put(key, entry));
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, String server) {
    return ask(() -> store.lease(key, server));
  }

  @Override
  public CompletionStage<Void> release(CacheKey key, String server) {
    return give(() -> store.release(key, server));
  }

  private static <T> CompletionStage<T> ask(Question<T> question) {
    try {
      return CompletableFuture.completedStage(question.ask());
    } catch (IOException unreachable) {
      return CompletableFuture.failedStage(unreachable);
    }
  }

  private static CompletionStage<Void> give(Order order) {
    return ask(
        () -> {
          order.give();
          return null;
        });
  }
}
