package io.tidegate.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertingConfigTest {

  private static AlertingConfig config(Map<String, String> settings) {
    return AlertingConfig.from(new Settings(settings));
  }

  @Test
  void hasItsDefaults() {
    assertThat(config(Map.of()))
        .isEqualTo(new AlertingConfig(true, Duration.ofSeconds(15), "docs/runbook.md"));
  }

  @Test
  void takesWhatIsSet() {
    assertThat(
            config(
                Map.of(
                    "tidegate.alerting.enabled",
                    "false",
                    "tidegate.alerting.interval",
                    "PT30S",
                    "tidegate.alerting.runbook-url",
                    "https://wiki")))
        .isEqualTo(new AlertingConfig(false, Duration.ofSeconds(30), "https://wiki"));
  }

  @Test
  void refusesAnIntervalThatAWindowDoesNotFitInto() {
    for (String wrong : new String[] {"PT0.5S", "PT31S"}) {
      assertThatThrownBy(() -> config(Map.of("tidegate.alerting.interval", wrong)))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("tidegate.alerting.interval")
          .hasMessageContaining("PT30S");
    }
  }
}
