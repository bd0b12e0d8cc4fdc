package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.Aliases;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingConfigTest {

  @Test
  void hasDefaults() {
    assertThat(RoutingConfig.from(new Settings(Map.of())))
        .isEqualTo(
            new RoutingConfig(
                3,
                5,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                Aliases.NONE,
                Path.of("tidegate-data/nodes.json")));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.routing.max-attempts", "2",
                "tidegate.routing.consecutive-failures", "4",
                "tidegate.routing.ejection-time", "PT1S",
                "tidegate.routing.max-ejection-time", "PT2S",
                "tidegate.routing.slow-start", "PT3S",
                "tidegate.routing.discovery-interval", "PT4S",
                "tidegate.routing.node-file", "/data/nodes.json",
                "tidegate.aliases.gpt-4", "deepseek-chat",
                "tidegate.aliases.org/gpt-4.1", "deepseek-pro"));

    assertThat(RoutingConfig.from(settings))
        .isEqualTo(
            new RoutingConfig(
                2,
                4,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                new Aliases(Map.of("gpt-4", "deepseek-chat", "org/gpt-4.1", "deepseek-pro")),
                Path.of("/data/nodes.json")));
    assertThat(settings.unknown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "max-attempts, 0",
    "max-attempts, 11",
    "consecutive-failures, 0",
    "consecutive-failures, 1001",
    "ejection-time, PT0S",
    "max-ejection-time, -PT1S",
    "slow-start, 30",
    "discovery-interval, PT0S",
  })
  void namesTheKeyThatBreaksARule(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate.routing." + key, value));

    assertThatThrownBy(() -> RoutingConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.routing." + key + " ");
  }
}
