package io.tidegate.cache.tiers;

import java.util.concurrent.CompletionStage;

/**
 * A JCache cache of texts to {@code V} whose answers come as stages.
 *
 * <p>A method may wait where the provider has no other way, and throws or fails as the provider
 * does. Thread-safe.
 *
 * @param <V> what it keeps
 */
interface StagedCache<V> {

  /** What is kept under {@code key}, or null. */
  CompletionStage<V> get(String key);

  /** Keeps {@code value} under {@code key}. */
  CompletionStage<Void> put(String key, V value);

  /** Keeps {@code value} where nothing is kept: whether it does. */
  CompletionStage<Boolean> putIfAbsent(String key, V value);

  /** Keeps {@code after} in place of {@code before}: whether that was there. */
  CompletionStage<Boolean> replace(String key, V before, V after);

  /** Forgets {@code value} under {@code key}: whether it was there. */
  CompletionStage<Boolean> remove(String key, V value);
}
