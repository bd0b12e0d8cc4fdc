package io.tidegate.cache.hot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that are hit most, by a fixed number of counters (Space-Saving: Metwally, Agrawal, El
 * Abbadi 2005), of which old hits count less and less.
 *
 * <p>A hit weighs twice as much as one a half-life ago. Weights are kept relative to a landmark in
 * the past (forward decay: Cormode, Shkapenyuk, Srivastava, Xu 2009), so that nothing is recomputed
 * as time passes but once in many half-lives.
 *
 * <p>GUARANTEE: with {@code m} counters and hits of total weight {@code W}, a count is never below
 * the truth, above it by its error at most, which is at most {@code W/m}; and every key of weight
 * more than {@code W/m} is here.
 *
 * <p>A hit takes O(log m), on a heap with the least count on top. Not thread-safe.
 */
final class SpaceSaving<K> {

  /** Half-lives until weights are made relative to a new landmark; doubles have far more room. */
  private static final double FARTHEST = 64;

  private static final class Counter<K> {
    K key;
    double count;
    double error;
    int at;
  }

  private final int size;
  private final double halfLife;
  private final Map<K, Counter<K>> byKey;
  private final List<Counter<K>> heap;
  private long landmark;

  /**
   * No hits yet.
   *
   * @param counters how many keys are counted at once, 1 or more
   * @param halfLife after which time a hit counts half
   * @param now a reading of the nano clock
   */
  SpaceSaving(int counters, Duration halfLife, long now) {
    if (counters < 1) {
      throw new IllegalArgumentException("there must be a counter");
    }
    this.size = counters;
    this.halfLife = halfLife.toNanos();
    this.byKey = new HashMap<>(2 * counters);
    this.heap = new ArrayList<>(counters);
    this.landmark = now;
  }

  /** Counts a hit of {@code key} at {@code now}; the key whose counter it took over, or null. */
  K hit(K key, long now) {
    double weight = weight(now);
    Counter<K> counter = byKey.get(key);
    if (counter != null) {
      counter.count += weight;
      sink(counter);
      return null;
    }
    return heap.size() < size ? added(key, weight) : takenOver(key, weight);
  }

  /** The {@code n} keys with the highest counts, as of {@code now}. */
  HeavyHitters<K> tally(int n, long now) {
    double scale = 1 / weight(now);
    List<HeavyHitters.Counted<K>> all =
        heap.stream()
            .map(c -> new HeavyHitters.Counted<>(c.key, c.count * scale, c.error * scale))
            .toList();
    double floor = heap.size() < size ? 0 : heap.get(0).count * scale;
    return HeavyHitters.of(all, floor, n);
  }

  private K added(K key, double weight) {
    Counter<K> counter = new Counter<>();
    counter.key = key;
    counter.count = weight;
    counter.at = heap.size();
    heap.add(counter);
    byKey.put(key, counter);
    rise(counter);
    return null;
  }

  private K takenOver(K key, double weight) {
    Counter<K> least = heap.get(0);
    K before = least.key;
    byKey.remove(before);
    byKey.put(key, least);
    least.key = key;
    least.error = least.count;
    least.count += weight;
    sink(least);
    return before;
  }

  private double weight(long now) {
    double halfLives = (now - landmark) / halfLife;
    if (halfLives > FARTHEST) {
      double scale = Math.pow(2, -halfLives);
      for (Counter<K> counter : heap) {
        counter.count *= scale;
        counter.error *= scale;
      }
      landmark = now;
      return 1;
    }
    return Math.pow(2, halfLives);
  }

  private void rise(Counter<K> counter) {
    while (counter.at > 0 && counter.count < heap.get((counter.at - 1) / 2).count) {
      swap(counter, heap.get((counter.at - 1) / 2));
    }
  }

  private void sink(Counter<K> counter) {
    for (Counter<K> child = lesserChild(counter);
        child != null && child.count < counter.count;
        child = lesserChild(counter)) {
      swap(child, counter);
    }
  }

  private Counter<K> lesserChild(Counter<K> counter) {
    int left = 2 * counter.at + 1;
    if (left >= heap.size()) {
      return null;
    }
    Counter<K> first = heap.get(left);
    Counter<K> second = left + 1 < heap.size() ? heap.get(left + 1) : first;
    return second.count < first.count ? second : first;
  }

  private void swap(Counter<K> one, Counter<K> other) {
    int place = one.at;
    one.at = other.at;
    other.at = place;
    heap.set(one.at, one);
    heap.set(other.at, other);
  }
}
