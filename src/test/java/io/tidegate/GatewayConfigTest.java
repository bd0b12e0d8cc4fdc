package io.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {

  @Test
  void hasDefaults() {
    assertThat(GatewayConfig.from(new Settings(Map.of())))
        .isEqualTo(
            new GatewayConfig(
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.gateway.deadline", "PT1S",
                "tidegate.gateway.jit-warm-up", "PT0S",
                "tidegate.gateway.grace-period", "PT2S",
                "tidegate.gateway.url", "http://localhost:9080",
                "tidegate.gateway.console-url", "https://localhost:9443/adminCenter",
                "tidegate.gateway.admin-file", "/config/admin.xml"));

    assertThat(GatewayConfig.from(settings))
        .isEqualTo(
            new GatewayConfig(
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ofSeconds(2),
                Optional.of("http://localhost:9080"),
                Optional.of("https://localhost:9443/adminCenter"),
                Optional.of(Path.of("/config/admin.xml"))));
    assertThat(settings.unknown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"deadline, PT0S", "grace-period, 20", "jit-warm-up, -PT1S"})
  void namesTheKeyThatBreaksARule(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate.gateway." + key, value));

    assertThatThrownBy(() -> GatewayConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.gateway." + key + " ");
  }
}
