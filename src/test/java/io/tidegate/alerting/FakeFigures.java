package io.tidegate.alerting;

import io.tidegate.metrics.MetricReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Figures that a test sets. */
final class FakeFigures implements MetricReader {

  private final Map<String, Map<Map<String, String>, Double>> figures = new TreeMap<>();

  /** The series {@code name} with these labels, name by name and value by value, is at so much. */
  void set(String name, double value, String... labels) {
    figures.computeIfAbsent(name, key -> new LinkedHashMap<>()).put(map(labels), value);
  }

  /** The counter grows. */
  void add(String name, double more, String... labels) {
    figures
        .computeIfAbsent(name, key -> new LinkedHashMap<>())
        .merge(map(labels), more, Double::sum);
  }

  void remove(String name) {
    figures.remove(name);
  }

  @Override
  public void read(String name, BiConsumer<Map<String, String>, Double> each) {
    figures.getOrDefault(name, Map.of()).forEach(each);
  }

  private static Map<String, String> map(String... labels) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    return map;
  }
}
