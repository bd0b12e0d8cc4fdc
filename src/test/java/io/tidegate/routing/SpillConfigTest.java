package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpillConfigTest {

  @ParameterizedTest
  @CsvSource({
    "spill-after, PT0S",
    "spill-after, 500",
    "public-budget-per-hour, -1",
    "public-budget-per-hour, 1000001",
    "public-budget-per-hour, much",
    "public-budget-per-hour, NaN",
  })
  void namesTheKeyThatBreaksARule(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate.routing." + key, value));

    assertThatThrownBy(() -> SpillConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.routing." + key + " ");
  }

  @Test
  void hasDefaults() {
    assertThat(SpillConfig.from(new Settings(Map.of())))
        .isEqualTo(new SpillConfig("", Duration.ofMillis(500), 0));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.routing.region", "eu-west",
                "tidegate.routing.spill-after", "PT2S",
                "tidegate.routing.public-budget-per-hour", "12.5"));

    assertThat(SpillConfig.from(settings))
        .isEqualTo(new SpillConfig("eu-west", Duration.ofSeconds(2), 12.5));
    assertThat(settings.unknown()).isEmpty();
  }
}
