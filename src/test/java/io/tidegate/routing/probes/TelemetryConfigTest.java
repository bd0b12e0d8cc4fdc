package io.tidegate.routing.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryConfigTest {

  @Test
  void hasDefaults() {
    assertThat(TelemetryConfig.from(new Settings(Map.of())))
        .isEqualTo(new TelemetryConfig(true, false, Duration.ofSeconds(1), Duration.ofSeconds(5)));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.telemetry.enabled", "false",
                "tidegate.telemetry.public-nodes", "true",
                "tidegate.telemetry.interval", "PT2S",
                "tidegate.telemetry.stale-after", "PT9S"));

    assertThat(TelemetryConfig.from(settings))
        .isEqualTo(new TelemetryConfig(false, true, Duration.ofSeconds(2), Duration.ofSeconds(9)));
    assertThat(settings.unknown()).isEmpty();
  }

  /** Else each node would seem full from soon after it told its load until it is asked again. */
  @ParameterizedTest
  @CsvSource({"PT30S, PT5S", "PT5S, PT5S", "PT1S, PT0.5S"})
  void aSilenceIsLongerThanThePauseBetweenTwoQuestions(String interval, String stale) {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.telemetry.interval", interval, "tidegate.telemetry.stale-after", stale));

    assertThatThrownBy(() -> TelemetryConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.telemetry.stale-after ")
        .hasMessageContaining("tidegate.telemetry.interval");
  }

  @ParameterizedTest
  @CsvSource({"enabled, 1", "public-nodes, yes", "interval, PT0S", "stale-after, 5"})
  void namesTheKeyThatBreaksARule(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate.telemetry." + key, value));

    assertThatThrownBy(() -> TelemetryConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.telemetry." + key + " ");
  }
}
