package io.tidegate.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the page about all metrics: {@code MetricsPageMain FILE}. */
public final class MetricsPageMain {

  private MetricsPageMain() {}

  /** Writes the file. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: MetricsPageMain FILE");
    }
    var unused = Files.writeString(Path.of(arguments[0]), new MetricsPage().text(), UTF_8);
  }
}
