package io.tidegate.switches;

import io.tidegate.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Switches on a wall clock that the test moves. */
public final class SampleSwitches {

  public static final Instant START = Instant.parse("2026-12-01T08:00:00Z");
  public static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private Instant now = START;

  /** Moves the clock of the servers that are made here. */
  public void advance(Duration time) {
    now = now.plus(time);
  }

  public Instant now() {
    return now;
  }

  /** The switches of a server without settings. */
  public Switches server() {
    return server(Map.of());
  }

  /** The switches of a server with {@code settings}, named without {@code tidegate.switches.}. */
  public Switches server(Map<String, String> settings) {
    return server(settings, Duration.ZERO);
  }

  /** The switches of a server whose clock is {@code ahead}. */
  public Switches server(Map<String, String> settings, Duration ahead) {
    InstantSource time = () -> now.plus(ahead);
    return new Switches(config(settings), time);
  }

  static SwitchesConfig config(Map<String, String> settings) {
    Map<String, String> full = new TreeMap<>();
    settings.forEach((key, value) -> full.put("tidegate.switches." + key, value));
    return SwitchesConfig.from(
        new Settings(full),
        List.of("round-robin", "expected-first-token"),
        () -> Set.of("acme", "tests"));
  }

  /** Turns {@code name} on for half an hour. */
  public static SwitchAct on(Switches switches, SwitchName name, String value) {
    return switches.turnOn(name, order(value, HALF_AN_HOUR));
  }

  public static SwitchOrder order(String value, Duration time) {
    return new SwitchOrder("ada", value, "provider down", time);
  }
}
