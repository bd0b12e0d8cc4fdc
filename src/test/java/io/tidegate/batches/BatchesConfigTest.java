package io.tidegate.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.Settings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesConfigTest {

  @Test
  void runsAtAllHoursUnlessToldOtherwise() {
    BatchesConfig config = BatchesConfig.from(new Settings(Map.of()));

    assertThat(config.hours().offPeak().from(5)).isEqualTo(5);
    assertThat(config.window()).isEqualTo(Duration.ofHours(24));
    assertThat(config.slicesInFlight()).isEqualTo(4);
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.ofEntries(
                Map.entry("tidegate.batches.slices-in-flight", "2"),
                Map.entry("tidegate.batches.sessions", "7"),
                Map.entry("tidegate.batches.max-saturation", "0.5"),
                Map.entry("tidegate.batches.max-running", "3"),
                Map.entry("tidegate.batches.max-attempts", "4"),
                Map.entry("tidegate.batches.max-open", "5"),
                Map.entry("tidegate.batches.off-peak", "16:30-00:30"),
                Map.entry("tidegate.batches.time-zone", "Asia/Shanghai"),
                Map.entry("tidegate.batches.off-peak-reserve", "PT1H"),
                Map.entry("tidegate.batches.window", "PT2H"),
                Map.entry("tidegate.batches.retention", "P3D"),
                Map.entry("tidegate.batches.lease", "PT4M")));

    assertThat(BatchesConfig.from(settings))
        .isEqualTo(
            new BatchesConfig(
                2,
                7,
                0.5,
                3,
                4,
                5,
                new BatchesConfig.Hours(Optional.of("16:30-00:30"), ZoneId.of("Asia/Shanghai")),
                Duration.ofHours(1),
                Duration.ofHours(2),
                Duration.ofDays(3),
                Duration.ofMinutes(4)));
    assertThat(settings.unknown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"off-peak, 7-8", "time-zone, Atlantis", "max-saturation, 2", "max-running, 0"})
  void namesTheKeyThatIsWrong(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate.batches." + key, value));

    assertThatThrownBy(() -> BatchesConfig.from(settings))
        .hasMessageContaining("tidegate.batches." + key);
  }
}
