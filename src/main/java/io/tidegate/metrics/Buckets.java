package io.tidegate.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The bounds of the buckets of distributions, as the application's configuration has them. */
final class Buckets {

  private static final String FILE = "/META-INF/microprofile-config.properties";
  private static final String PREFIX = "mp.metrics.distribution.";

  private final Map<String, List<String>> bounds = new TreeMap<>();

  /**
   * Reads them from the class path.
   *
   * @throws UncheckedIOException if they cannot be read
   */
  Buckets() {
    Properties config = new Properties();
    try (InputStream file = Buckets.class.getResourceAsStream(FILE)) {
      config.load(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    add(config.getProperty(PREFIX + "timer.buckets"));
    add(config.getProperty(PREFIX + "histogram.buckets"));
  }

  /** The upper bounds of {@code metric}'s buckets; none if it has none. */
  List<String> of(Metric metric) {
    return bounds.getOrDefault(metric.id(), List.of());
  }

  /** The metrics that have buckets, as the registry calls them. */
  List<String> ids() {
    return List.copyOf(bounds.keySet());
  }

  private void add(String text) {
    for (String entry : text.split(";", -1)) {
      String[] parts = entry.split("=", -1);
      bounds.put(parts[0], List.of(parts[1].split(",", -1)));
    }
  }
}
