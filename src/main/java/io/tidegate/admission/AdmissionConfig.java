package io.tidegate.admission;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.Settings;
import java.time.Duration;

/**
 * How long and how many calls wait for a place.
 *
 * @param maxWait the longest that a call waits, however late its deadline is
 * @param maxQueue the most calls that wait for one model; with 0 none ever waits
 * @param maxQueueBytes the most bytes that the bodies of all waiting calls may have together
 */
public record AdmissionConfig(Duration maxWait, int maxQueue, int maxQueueBytes) {

  private static final int MOST_WAITING = 1_000_000;

  public AdmissionConfig {
    requireNonNull(maxWait, "maxWait");
  }

  /** The configuration that {@code settings} give. */
  public static AdmissionConfig from(Settings settings) {
    return new AdmissionConfig(
        settings.at("tidegate.admission.max-wait").duration(Duration.ofSeconds(10)),
        settings.at("tidegate.admission.max-queue").integer(10_000, 0, MOST_WAITING),
        settings.at("tidegate.admission.max-queue-size").bytes(64 << 20));
  }
}
