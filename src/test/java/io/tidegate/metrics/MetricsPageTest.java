package io.tidegate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsPageTest {

  @TempDir private Path folder;

  @Test
  void thePageIsWhatTheMetricsPrint() throws IOException {
    assertThat(Files.readString(Path.of("docs/metrics.md")))
        .as("written anew by io.tidegate.metrics.MetricsPageMain")
        .isEqualTo(new MetricsPage().text());
  }

  @Test
  void mainWritesThePage() throws IOException {
    Path file = folder.resolve("metrics.md");
    MetricsPageMain.main(new String[] {file.toString()});

    assertThat(file).hasContent(new MetricsPage().text());
  }
}
