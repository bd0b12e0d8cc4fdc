package io.tidegate.management;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.CacheView;
import java.util.function.Supplier;

/** The cache for the server's administration. Thread-safe as its view is. */
final class ManagedCache implements CacheMXBean {

  private final Supplier<CacheView> cache;

  /** The cache that {@code cache} shows. */
  ManagedCache(Supplier<CacheView> cache) {
    this.cache = requireNonNull(cache, "cache");
  }

  @Override
  public long getEntries() {
    return cache.get().l1().entries();
  }

  @Override
  public long getBytes() {
    return cache.get().l1().bytes();
  }

  @Override
  public long getMaxBytes() {
    return cache.get().l1().maxBytes();
  }

  @Override
  public double getHitRatio() {
    return cache.get().l1().hitRatio();
  }

  @Override
  public double getSharedHitRatio() {
    return cache.get().l2().hitRatio();
  }

  @Override
  public long getFlights() {
    return cache.get().calls().flights();
  }
}
