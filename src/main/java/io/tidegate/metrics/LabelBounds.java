package io.tidegate.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the series of each metric few, whatever values its labels are given.
 *
 * <p>A closed label takes the values that it declares, an open one the first {@value #MOST} that
 * the metric is given. Any other value is shown as {@value #OTHER}. Callers are to give few values
 * in the first place; this is what is left between a mistake there and a server without memory.
 * Thread-safe.
 */
final class LabelBounds {

  /** More nodes, or models of them, than any pool has that we know of. */
  static final int MOST = 1000;

  /** What stands for values that there are too many of, or that nobody declared. */
  static final String OTHER = "other";

  private record Key(Metric metric, int label) {}

  private final Map<Key, Set<String>> taken = new ConcurrentHashMap<>();

  /** The values under which {@code metric} shows what is counted for {@code values}. */
  List<String> within(Metric metric, List<String> values) {
    List<String> bounded = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      bounded.add(admits(metric, i, values.get(i)) ? values.get(i) : OTHER);
    }
    return List.copyOf(bounded);
  }

  private boolean admits(Metric metric, int label, String value) {
    List<String> declared = metric.labels().get(label).declared();
    if (!declared.isEmpty()) {
      return declared.contains(value);
    }
    Set<String> seen =
        taken.computeIfAbsent(new Key(metric, label), key -> ConcurrentHashMap.newKeySet());
    return seen.contains(value) || add(seen, value);
  }

  private static boolean add(Set<String> seen, String value) {
    synchronized (seen) {
      return seen.size() < MOST && (seen.add(value) || seen.contains(value));
    }
  }
}
