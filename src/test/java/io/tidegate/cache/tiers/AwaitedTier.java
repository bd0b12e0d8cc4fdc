package io.tidegate.cache.tiers;

import io.tidegate.cache.key.CacheKey;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A tier whose answers are waited for. */
public record AwaitedTier(JCacheTier tier) implements SharedNotes {

  byte[] get(CacheKey key) throws IOException {
    return answer(tier.get(key));
  }

  void put(CacheKey key, byte[] entry) throws IOException {
    answer(tier.put(key, entry));
  }

  boolean lease(CacheKey key, String server) throws IOException {
    return answer(tier.lease(key, server));
  }

  void release(CacheKey key, String server) throws IOException {
    answer(tier.release(key, server));
  }

  @Override
  public String get(String name) throws IOException {
    return tier.get(name);
  }

  @Override
  public boolean replace(String name, String before, String after) throws IOException {
    return tier.replace(name, before, after);
  }

  private static <T> T answer(CompletionStage<T> stage) throws IOException {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException trouble) {
      throw new IOException(trouble.getCause());
    }
  }
}
