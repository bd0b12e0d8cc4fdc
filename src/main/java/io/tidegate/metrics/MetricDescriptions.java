package io.tidegate.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What each metric tells, in a sentence; read once from {@code descriptions.properties}. */
final class MetricDescriptions {

  private final Properties texts = new Properties();

  /**
   * The descriptions of all metrics of ours.
   *
   * @throws UncheckedIOException if they cannot be read
   */
  MetricDescriptions() {
    try (InputStream file =
        MetricDescriptions.class.getResourceAsStream("descriptions.properties")) {
      texts.load(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The description of {@code metric}, or an empty text. */
  String of(Metric metric) {
    return texts.getProperty(metric.id(), "");
  }

  /** What the values of {@code label}, an open one, are; or an empty text. */
  String of(Label label) {
    return texts.getProperty("label." + label, "");
  }
}
