package io.tidegate.routing.balancing;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The things put last, as many as there is room for and each for a time. Not thread-safe.
 *
 * @param <K> what a thing is found by
 * @param <V> the thing
 */
public final class ExpiringMap<K, V> {

  private record Entry<V>(V value, long when) {}

  private final int capacity;
  private final long expiry;

  /** The one put longest ago first. */
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>();

  /** Room for {@code capacity} things, each for {@code expiry} after it was put last. */
  public ExpiringMap(int capacity, Duration expiry) {
    this.capacity = capacity;
    this.expiry = expiry.toNanos();
  }

  /** The thing under {@code key}, or null. */
  public V get(K key, long now) {
    Entry<V> entry = entries.get(key);
    return entry == null || expired(entry, now) ? null : entry.value();
  }

  /** Remembers {@code value} for {@code key} from {@code now} on. */
  public void put(K key, V value, long now) {
    entries.remove(key);
    entries.put(key, new Entry<>(value, now));
    Iterator<Entry<V>> oldest = entries.values().iterator();
    while (expired(oldest.next(), now) || entries.size() > capacity) {
      oldest.remove();
    }
  }

  /** Keeps only {@code values}. */
  void retain(Collection<V> values) {
    entries.values().removeIf(entry -> !values.contains(entry.value()));
  }

  int size() {
    return entries.size();
  }

  private boolean expired(Entry<V> entry, long now) {
    return now - entry.when() > expiry;
  }
}
