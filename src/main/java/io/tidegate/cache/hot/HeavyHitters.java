package io.tidegate.cache.hot;

import static java.util.Comparator.comparingDouble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What counters said at one moment: some keys, the highest counts first.
 *
 * @param counted the keys
 * @param floor the most that any other key may have been hit
 */
record HeavyHitters<K>(List<Counted<K>> counted, double floor) {

  /**
   * One key.
   *
   * @param count how often it was hit; never too low
   * @param error by how much the count may be too high
   */
  record Counted<K>(K key, double count, double error) {

    private Counted<K> plus(double moreCount, double moreError) {
      return new Counted<>(key, count + moreCount, error + moreError);
    }
  }

  HeavyHitters {
    counted = List.copyOf(counted);
  }

  /** The {@code n} highest of {@code all}, where no key that is not in it exceeds {@code floor}. */
  static <K> HeavyHitters<K> of(List<Counted<K>> all, double floor, int n) {
    List<Counted<K>> sorted =
        all.stream().sorted(comparingDouble((Counted<K> c) -> c.count).reversed()).toList();
    return sorted.size() <= n
        ? new HeavyHitters<>(sorted, floor)
        : new HeavyHitters<>(sorted.subList(0, n), Math.max(floor, sorted.get(n).count));
  }

  /**
   * The {@code n} highest of both together (Agarwal et al. 2012, Mergeable Summaries): sums where
   * both have a key, and the other's floor for one that it lacks. If each has at least {@code n}
   * keys or all it was hit for, errors stay within the part {@code 1/n} of all hits of both.
   */
  HeavyHitters<K> merge(HeavyHitters<K> other, int n) {
    Map<K, Counted<K>> theirs = new LinkedHashMap<>();
    other.counted.forEach(c -> theirs.put(c.key, c));
    List<Counted<K>> sums = new ArrayList<>();
    for (Counted<K> ours : counted) {
      Counted<K> same = theirs.remove(ours.key);
      sums.add(
          same == null ? ours.plus(other.floor, other.floor) : ours.plus(same.count, same.error));
    }
    theirs.values().forEach(c -> sums.add(c.plus(floor, floor)));
    return of(sums, floor + other.floor, n);
  }

  /** The same where each hit counts {@code factor} times as much. */
  HeavyHitters<K> times(double factor) {
    return new HeavyHitters<>(
        counted.stream()
            .map(c -> new Counted<>(c.key, c.count * factor, c.error * factor))
            .toList(),
        floor * factor);
  }
}
