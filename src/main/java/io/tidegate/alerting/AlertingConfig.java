package io.tidegate.alerting;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;

/**
 * How alerts are evaluated and told.
 *
 * @param enabled whether they are evaluated here
 * @param interval how often
 * @param runbook where the runbook is, without an anchor
 */
record AlertingConfig(boolean enabled, Duration interval, String runbook) {

  /** Where the runbook is unless the operator says otherwise: in the repository. */
  static final String RUNBOOK = "docs/runbook.md";

  private static final String INTERVAL = "tidegate.alerting.interval";
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  AlertingConfig {
    requireNonNull(interval, "interval");
    requireNonNull(runbook, "runbook");
  }

  /** The configuration that {@code settings} give. */
  static AlertingConfig from(Settings settings) {
    return new AlertingConfig(
        settings.at("tidegate.alerting.enabled").flag(true),
        interval(settings),
        settings.text("tidegate.alerting.runbook-url").orElse(RUNBOOK));
  }

  /** The shortest window is a minute, and needs two samples at least. */
  private static Duration interval(Settings settings) {
    Duration interval = settings.at(INTERVAL).duration(Duration.ofSeconds(15));
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new SettingException(
          INTERVAL, "must be between " + SHORTEST + " and " + LONGEST + ", not " + interval);
    }
    return interval;
  }
}
