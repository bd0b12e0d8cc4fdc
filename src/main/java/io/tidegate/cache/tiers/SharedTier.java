package io.tidegate.cache.tiers;

import io.tidegate.cache.key.CacheKey;
import java.util.concurrent.CompletionStage;

/**
 * The level that all servers share.
 *
 * <p>It never blocks its callers. A stage that fails means that it is not there now, which is a
 * miss. Thread-safe.
 */
public interface SharedTier {

  /** The stored bytes of an entry, or null. */
  CompletionStage<byte[]> get(CacheKey key);

  /** Stores the bytes of an entry. */
  CompletionStage<Void> put(CacheKey key, byte[] entry);

  /**
   * Takes the lease of {@code key} for a few seconds, or renews it: true if it is {@code server}'s
   * from now on, false if it is another's.
   */
  CompletionStage<Boolean> lease(CacheKey key, String server);

  /** Gives the lease of {@code key} back, if it is still {@code server}'s. */
  CompletionStage<Void> release(CacheKey key, String server);
}
