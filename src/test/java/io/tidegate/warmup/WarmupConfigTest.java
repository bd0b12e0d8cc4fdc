package io.tidegate.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmupConfigTest {

  @Test
  void hasDefaults() {
    assertThat(WarmupConfig.from(new Settings(Map.of())))
        .isEqualTo(
            new WarmupConfig(
                true,
                List.of(LocalTime.of(2, 0)),
                200,
                Duration.ofMillis(100),
                0.7,
                Duration.ofHours(4),
                Duration.ofSeconds(5)));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.warmup.enabled", "false",
                "tidegate.warmup.schedule", "13:30, 01:05,13:30",
                "tidegate.warmup.keys", "50",
                "tidegate.warmup.interval", "PT1S",
                "tidegate.warmup.max-saturation", "0.5",
                "tidegate.warmup.max-duration", "PT1H",
                "tidegate.warmup.join-time", "PT2S"));

    assertThat(WarmupConfig.from(settings))
        .isEqualTo(
            new WarmupConfig(
                false,
                List.of(LocalTime.of(1, 5), LocalTime.of(13, 30)),
                50,
                Duration.ofSeconds(1),
                0.5,
                Duration.ofHours(1),
                Duration.ofSeconds(2)));
    assertThat(settings.unknown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "enabled, maybe",
    "schedule, 24:00",
    "schedule, 2:00",
    "schedule, 02:00:00",
    "schedule, night",
    "schedule, ';'",
    "schedule, '02:00,x'",
    "schedule, ','",
    "keys, 0",
    "keys, 1001",
    "interval, PT0S",
    "max-saturation, 1.1",
    "max-duration, long",
    "join-time, -PT1S"
  })
  void namesTheKeyOfABadValue(String key, String value) {
    String name = "tidegate.warmup." + key;

    assertThatThrownBy(() -> WarmupConfig.from(new Settings(Map.of(name, value))))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(name);
  }
}
