package io.tidegate.routing.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancingConfigTest {

  @Test
  void countsConnectionsByDefault() {
    assertThat(BalancingConfig.from(new Settings(Map.of())))
        .isEqualTo(new BalancingConfig(Strategy.WEIGHTED_LEAST_CONNECTIONS, Map.of()));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.balancing.strategy", "power-of-two-choices",
                "tidegate.balancing.models.deepseek-chat", "expected-first-token",
                "tidegate.balancing.models.org/model-4.1", "round-robin"));

    assertThat(BalancingConfig.from(settings))
        .isEqualTo(
            new BalancingConfig(
                Strategy.POWER_OF_TWO_CHOICES,
                Map.of(
                    "deepseek-chat", Strategy.EXPECTED_FIRST_TOKEN,
                    "org/model-4.1", Strategy.ROUND_ROBIN)));
    assertThat(settings.unknown()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"strategy", "models.deepseek-chat"})
  void namesTheKeyAndTheStrategiesThereAre(String key) {
    Settings settings = new Settings(Map.of("tidegate.balancing." + key, "Round-Robin"));

    assertThatThrownBy(() -> BalancingConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.balancing." + key + " must be one of ")
        .hasMessageContaining("round-robin")
        .hasMessageEndingWith("not 'Round-Robin'");
  }
}
