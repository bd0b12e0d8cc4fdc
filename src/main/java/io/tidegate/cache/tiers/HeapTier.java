package io.tidegate.cache.tiers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.tidegate.cache.answer.Entry;
import io.tidegate.cache.answer.Lenience;
import io.tidegate.cache.answer.Shape;
import io.tidegate.cache.key.CacheKey;
import io.tidegate.metrics.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The answers on this server's heap, bounded by bytes: the first level.
 *
 * <p>What is kept is decided by W-TinyLFU (Einziger, Friedman, Manes 2017), as Caffeine has it.
 * Entries stay until they are of no use even stale. Thread-safe; never blocks.
 */
public final class HeapTier {

  /** What an entry costs beside its bytes, about: key, maps, counters. */
  private static final int OVERHEAD = 256;

  private final InstantSource wall;
  private final Cache<CacheKey, Entry> entries;
  private final LongAdder evicted = new LongAdder();
  private final long maxBytes;
  private volatile Lenience lenience = Lenience.NONE;

  /**
   * An empty tier.
   *
   * @param maxBytes the most bytes that entries may take
   * @param clock the nano clock, for expiry
   * @param wall what entries are dated by
   * @param evictions counts entries that are dropped for lack of room or for age
   */
  public HeapTier(
      long maxBytes, LongSupplier clock, InstantSource wall, Metrics.Counter evictions) {
    this.maxBytes = maxBytes;
    this.wall = wall;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((CacheKey key, Entry entry) -> entry.weight() + OVERHEAD)
            .expireAfter(Expiry.<CacheKey, Entry>writing((key, entry) -> usable(entry)))
            .evictionListener(
                (key, entry, cause) -> {
                  evicted.increment();
                  evictions.increment();
                })
            .executor(Runnable::run)
            .ticker(clock::getAsLong)
            .build();
  }

  /** Keeps answers for as long as {@code leniently} lets them be given, also those it has. */
  public void keep(Lenience leniently) {
    lenience = leniently;
    entries
        .policy()
        .expireVariably()
        .ifPresent(
            expiry ->
                entries
                    .asMap()
                    .forEach((key, entry) -> expiry.setExpiresAfter(key, usable(entry))));
  }

  private Duration usable(Entry entry) {
    return Duration.ofMillis(Math.max(0, lenience.of(entry.lifetime()).usableFor(wall.millis())));
  }

  /** The entry of {@code key}, fresh or stale, or null. */
  public Entry get(CacheKey key) {
    return entries.getIfPresent(key);
  }

  /**
   * The entry of {@code key}, fresh or stale, or null; it keeps the form for {@code shape}, with
   * which it weighs more from now on.
   */
  public Entry get(CacheKey key, Shape shape) {
    Entry entry = get(key);
    Entry keeping = entry == null ? null : entry.keeping(shape);
    if (keeping != entry) {
      entries.asMap().replace(key, entry, keeping);
    }
    return keeping;
  }

  /** The same, without counting as a use. */
  public Entry peek(CacheKey key) {
    return entries.policy().getIfPresentQuietly(key);
  }

  /** Keeps {@code entry} under {@code key}, in the place of what was least used. */
  public void put(CacheKey key, Entry entry) {
    entries.put(key, entry);
  }

  void remove(CacheKey key) {
    entries.invalidate(key);
  }

  /** Drops all that {@code scope} covers. */
  void purge(PurgeScope scope) {
    entries
        .asMap()
        .entrySet()
        .removeIf(item -> scope.covers(item.getKey(), item.getValue().origin()));
  }

  /** What is kept, in no order. */
  public Stream<Map.Entry<CacheKey, Entry>> all() {
    return entries.asMap().entrySet().stream();
  }

  /** How many answers it holds. */
  public long size() {
    return entries.estimatedSize();
  }

  /** How many bytes they take. */
  public long bytes() {
    return entries.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /** How many bytes they may take. */
  public long maxBytes() {
    return maxBytes;
  }

  /** How many were dropped for lack of room or age. */
  public long evictions() {
    return evicted.sum();
  }
}
