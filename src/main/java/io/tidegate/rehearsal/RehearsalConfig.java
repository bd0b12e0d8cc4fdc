package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.Settings;
import java.time.Duration;

/**
 * What rehearsals may take of the server.
 *
 * @param recordedCalls the most calls that are remembered to be rehearsed, some 60 bytes each; 0
 *     for none
 * @param maxTime how long a rehearsal may run
 */
record RehearsalConfig(int recordedCalls, Duration maxTime) {

  RehearsalConfig {
    requireNonNull(maxTime, "maxTime");
  }

  /** The configuration that {@code settings} give. */
  static RehearsalConfig from(Settings settings) {
    return new RehearsalConfig(
        settings.at("tidegate.rehearsal.recorded-calls").integer(200_000, 0, Workload.MOST),
        settings.at("tidegate.rehearsal.max-time").duration(Duration.ofMinutes(5)));
  }
}
