package io.tidegate.cache.tiers;

import com.hazelcast.cache.ICache;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A cache of Hazelcast, asked without a thread that waits: its waiting methods do not heed an
 * interrupt, and a member that hangs would hold each caller's thread until Hazelcast gives it up.
 */
final class HazelcastStages<V> implements StagedCache<V> {

  private final ICache<String, V> cache;

  private HazelcastStages(ICache<String, V> cache) {
    this.cache = cache;
  }

  /** {@code cache} of texts to {@code V}, if it is one of Hazelcast. */
  @SuppressWarnings("unchecked") // the caller has made it
  static <V> Optional<StagedCache<V>> of(Object cache) {
    return cache instanceof ICache<?, ?>
        ? Optional.of(new HazelcastStages<>((ICache<String, V>) cache))
        : Optional.empty();
  }

  @Override
  public CompletionStage<V> get(String key) {
    return cache.getAsync(key);
  }

  @Override
  public CompletionStage<Void> put(String key, V value) {
    return cache.putAsync(key, value);
  }

  @Override
  public CompletionStage<Boolean> putIfAbsent(String key, V value) {
    return cache.putIfAbsentAsync(key, value);
  }

  @Override
  public CompletionStage<Boolean> replace(String key, V before, V after) {
    return cache.replaceAsync(key, before, after);
  }

  @Override
  public CompletionStage<Boolean> remove(String key, V value) {
    return cache.removeAsync(key, value);
  }
}
