package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionConfigTest {

  @Test
  void hasDefaults() {
    assertThat(AdmissionConfig.from(new Settings(Map.of())))
        .isEqualTo(new AdmissionConfig(Duration.ofSeconds(10), 10_000, 64 << 20));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.admission.max-wait", "PT3S",
                "tidegate.admission.max-queue", "0",
                "tidegate.admission.max-queue-size", "1MiB"));

    assertThat(AdmissionConfig.from(settings))
        .isEqualTo(new AdmissionConfig(Duration.ofSeconds(3), 0, 1 << 20));
    assertThat(settings.unknown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "max-wait, PT0S",
    "max-wait, 10",
    "max-queue, -1",
    "max-queue, 1000001",
    "max-queue-size, 0B",
    "max-queue-size, much",
  })
  void namesTheKeyThatBreaksARule(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate.admission." + key, value));

    assertThatThrownBy(() -> AdmissionConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.admission." + key + " ");
  }
}
