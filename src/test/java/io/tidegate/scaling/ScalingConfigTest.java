package io.tidegate.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.scaling.ScalingConfig.Range;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingConfigTest {

  @Test
  void defaults() {
    assertThat(ScalingConfig.from(new Settings(Map.of())))
        .isEqualTo(
            new ScalingConfig(0.7, new Range(1, 10), new Range(1, 100), Duration.ofMinutes(5)));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.scaling.target", "0.5",
                "tidegate.scaling.min-replicas", "3",
                "tidegate.scaling.max-replicas", "12",
                "tidegate.scaling.min-nodes", "0",
                "tidegate.scaling.max-nodes", "8",
                "tidegate.scaling.scale-down-after", "PT10M"));

    assertThat(ScalingConfig.from(settings))
        .isEqualTo(
            new ScalingConfig(0.5, new Range(3, 12), new Range(0, 8), Duration.ofMinutes(10)));
    assertThat(settings.unknown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "target, 0.05",
    "target, 1.1",
    "min-replicas, -1",
    "max-replicas, 0",
    "max-nodes, 1001",
    "scale-down-after, PT59S",
    "scale-down-after, PT7H"
  })
  void namesTheKeyThatIsWrong(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate.scaling." + key, value));

    assertThatThrownBy(() -> ScalingConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("tidegate.scaling." + key);
  }

  @Test
  void refusesAMaximumBelowTheMinimum() {
    Settings settings =
        new Settings(
            Map.of("tidegate.scaling.min-replicas", "5", "tidegate.scaling.max-replicas", "4"));

    assertThatThrownBy(() -> ScalingConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessage("tidegate.scaling.max-replicas must be at least min-replicas, which is 5");
  }
}
