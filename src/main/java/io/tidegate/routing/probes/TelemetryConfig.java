package io.tidegate.routing.probes;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;

/**
 * Whether and how nodes are asked for their own view of their load.
 *
 * @param enabled whether any node is asked
 * @param publicNodes whether nodes of tier public are asked, too; public services offer no metrics
 * @param interval how often a node is asked
 * @param staleAfter after how long without news a node that told its load counts as saturated
 */
public record TelemetryConfig(
    boolean enabled, boolean publicNodes, Duration interval, Duration staleAfter) {

  public TelemetryConfig {
    if (staleAfter.compareTo(interval) <= 0) {
      throw new SettingException(
          "tidegate.telemetry.stale-after",
          "must be longer than tidegate.telemetry.interval, " + interval + ", not " + staleAfter);
    }
  }

  /** The configuration that {@code settings} give. */
  public static TelemetryConfig from(Settings settings) {
    return new TelemetryConfig(
        settings.at("tidegate.telemetry.enabled").flag(true),
        settings.at("tidegate.telemetry.public-nodes").flag(false),
        settings.at("tidegate.telemetry.interval").duration(Duration.ofSeconds(1)),
        settings.at("tidegate.telemetry.stale-after").duration(Duration.ofSeconds(5)));
  }
}
