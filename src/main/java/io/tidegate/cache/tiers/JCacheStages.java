package io.tidegate.cache.tiers;

import static java.util.concurrent.CompletableFuture.completedStage;

import java.util.concurrent.CompletionStage;
import javax.cache.Cache;

/** A cache of any provider, whose stages are complete: the caller's thread waits. */
final class JCacheStages<V> implements StagedCache<V> {

  private final Cache<String, V> cache;

  JCacheStages(Cache<String, V> cache) {
    this.cache = cache;
  }

  @Override
  public CompletionStage<V> get(String key) {
    return completedStage(cache.get(key));
  }

  @Override
  public CompletionStage<Void> put(String key, V value) {
    cache.put(key, value);
    return completedStage(null);
  }

  @Override
  public CompletionStage<Boolean> putIfAbsent(String key, V value) {
    return completedStage(cache.putIfAbsent(key, value));
  }

  @Override
  public CompletionStage<Boolean> replace(String key, V before, V after) {
    return completedStage(cache.replace(key, before, after));
  }

  @Override
  public CompletionStage<Boolean> remove(String key, V value) {
    return completedStage(cache.remove(key, value));
  }
}
