package io.tidegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalConfigTest {

  @Test
  void hasDefaults() {
    assertThat(RehearsalConfig.from(new Settings(Map.of())))
        .isEqualTo(new RehearsalConfig(200_000, Duration.ofMinutes(5)));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.rehearsal.recorded-calls", "0",
                "tidegate.rehearsal.max-time", "PT1M"));

    assertThat(RehearsalConfig.from(settings))
        .isEqualTo(new RehearsalConfig(0, Duration.ofMinutes(1)));
    assertThat(settings.unknown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"recorded-calls, -1", "recorded-calls, 500001", "max-time, PT0S"})
  void namesTheKeyThatBreaksARule(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate.rehearsal." + key, value));

    assertThatThrownBy(() -> RehearsalConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.rehearsal." + key + " ");
  }
}
