package io.tidegate.switches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.Priority;
import io.tidegate.settings.SettingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchesConfigTest {

  @Test
  void hasDefaults() {
    SwitchesConfig config = SampleSwitches.config(Map.of());

    assertThat(config.on()).isEmpty();
    assertThat(config.rules().longest()).isEqualTo(Duration.ofHours(24));
    assertThat(config.brownout()).isEqualTo(new Brownout(true, 1024, true, Priority.LOW));
  }

  @Test
  void takesThePartsOfABrownout() {
    SwitchesConfig config =
        SampleSwitches.config(
            Map.of(
                "brownout.serve-stale", "false",
                "brownout.max-tokens", "0",
                "brownout.thinking-off", "false",
                "brownout.shed", "nothing"));

    assertThat(config.brownout()).isEqualTo(Brownout.NONE);
    assertThat(SampleSwitches.config(Map.of("brownout.shed", "normal")).brownout().shed())
        .isEqualTo(Priority.NORMAL);
  }

  @Test
  void takesSwitchesThatAreOnUntilATime() {
    SwitchesConfig config =
        SampleSwitches.config(
            Map.of(
                "refuse-tenant.until", "2026-12-01T10:00:00+02:00",
                "refuse-tenant.reason", "unpaid",
                "refuse-tenant.value", "acme,tests"));

    Instant until = Instant.parse("2026-12-01T08:00:00Z");
    assertThat(config.on())
        .containsExactly(
            new SwitchesConfig.Configured(SwitchName.REFUSE_TENANT, "acme", "unpaid", until),
            new SwitchesConfig.Configured(SwitchName.REFUSE_TENANT, "tests", "unpaid", until));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "longest=PT25H | longest | must be from PT1S to PT24H",
        "longest=PT0.1S | longest | must be from PT1S to PT24H",
        "brownout.max-tokens=-1 | brownout.max-tokens | must be between 0 and 1048576",
        "brownout.shed=high | brownout.shed | must be nothing, low or normal",
        "brownout.reason=why | brownout.until | must say when it ends",
        "freeze.value=all | freeze.until | must say when it ends",
        "brownout.until=tomorrow,brownout.reason=why | brownout.until | must be a time",
        "brownout.until=2026-12-01T10:00:00 | brownout.reason | must say why",
        "strategy.until=2026-12-01T10:00:00Z,strategy.reason=w | strategy.value | must be one of",
        "refuse-tenant.until=2026-12-01T10:00:00Z,refuse-tenant.reason=w,refuse-tenant.value=eve"
            + " | refuse-tenant.value | must name a tenant"
      })
  void refusesTheRestAndNamesTheKey(String settings, String key, String rule) {
    Map<String, String> given = new TreeMap<>();
    for (String setting : settings.strip().split(",", -1)) {
      given.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }

    assertThatThrownBy(() -> SampleSwitches.config(given))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("tidegate.switches." + key)
        .hasMessageContaining(rule);
  }
}
