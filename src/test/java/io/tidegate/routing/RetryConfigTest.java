package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryConfigTest {

  @ParameterizedTest
  @CsvSource({
    "retries.ratio, 1.1",
    "retries.ratio, -0.1",
    "retries.ratio, NaN",
    "retries.per-second, -1",
    "retries.per-second, 10001",
    "retries.per-second, 0.5",
    "hedging.enabled, perhaps",
    "hedging.max-prompt-tokens, 0",
    "hedging.ratio, 2",
    "hedging.max-saturation, 70",
  })
  void namesTheKeyThatBreaksARule(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate." + key, value));

    assertThatThrownBy(() -> RetryConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate." + key + " ");
  }

  @Test
  void hasDefaults() {
    assertThat(RetryConfig.from(new Settings(Map.of())))
        .isEqualTo(
            new RetryConfig(0.1, 10, new RetryConfig.Hedging(false, 2000, 0.03, 0.7), Map.of()));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.retries.ratio", "0.2",
                "tidegate.retries.per-second", "0",
                "tidegate.hedging.enabled", "true",
                "tidegate.hedging.max-prompt-tokens", "500",
                "tidegate.hedging.ratio", "0.01",
                "tidegate.hedging.max-saturation", "0.5",
                "tidegate.fallbacks.big", "org/small-1.5, tiny"));

    assertThat(RetryConfig.from(settings))
        .isEqualTo(
            new RetryConfig(
                0.2,
                0,
                new RetryConfig.Hedging(true, 500, 0.01, 0.5),
                Map.of("big", List.of("org/small-1.5", "tiny"))));
    assertThat(settings.unknown()).isEmpty();
  }
}
