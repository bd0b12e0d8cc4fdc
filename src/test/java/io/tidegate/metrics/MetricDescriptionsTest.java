package io.tidegate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricDescriptionsTest {

  private final MetricDescriptions descriptions = new MetricDescriptions();

  static Stream<String> names() throws IllegalAccessException {
    Stream.Builder<String> names = Stream.builder();
    for (Field name : MetricNames.class.getFields()) {
      names.add((String) name.get(null));
    }
    return names.build();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyMetricSaysWhatItTells(String name) {
    assertThat(descriptions.of(name)).as(name).isNotBlank().endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyMetricIsInTheGuideAsPrometheusShowsIt(String name) throws IOException {
    Pattern row = Pattern.compile("(?m)^\\|.*`" + name.replace('.', '_') + "(_total|_seconds)?`");

    assertThat(Files.readString(Path.of("docs/operations.md"))).containsPattern(row);
  }
}
