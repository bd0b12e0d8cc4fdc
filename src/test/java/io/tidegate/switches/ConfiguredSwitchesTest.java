package io.tidegate.switches;

import static io.tidegate.switches.SwitchName.FREEZE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Switches that the settings turn on. */
class ConfiguredSwitchesTest {

  private final SampleSwitches world = new SampleSwitches();

  @Test
  void areOnFromTheStartAsTheSettingsSayUntilTheirTime() {
    Switches configured =
        world.server(
            Map.of(
                "brownout.until", "2026-12-01T17:00:00+08:00",
                "brownout.reason", "move",
                "refuse-tenant.until", "2026-12-01T07:00:00Z",
                "refuse-tenant.reason", "over",
                "refuse-tenant.value", "acme, tests"));

    assertThat(configured.state().on()).hasSize(1);
    SwitchAct on = configured.state().on().get(0);
    assertThat(on.by()).isEqualTo("configuration");
    assertThat(on.at()).isEqualTo(SampleSwitches.START);
    world.advance(Duration.ofHours(1));
    configured.tick();
    assertThat(configured.state().on()).isEmpty();
  }

  @Test
  void thatTheSettingsTurnedOnCanBeTurnedOff() {
    Switches configured =
        world.server(
            Map.of(
                "freeze.until",
                "2026-12-01T09:00:00Z",
                "freeze.reason",
                "move",
                "freeze.value",
                "all"));
    configured.turnOff(FREEZE, null, "bob");

    assertThat(configured.state().on()).isEmpty();
    world.advance(Duration.ofMinutes(59));
    configured.tick();
    assertThat(configured.state().on()).isEmpty();
  }
}
