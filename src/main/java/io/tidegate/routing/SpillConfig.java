package io.tidegate.routing;

import io.tidegate.settings.Settings;
import java.time.Duration;

/**
 * When calls leave the tier and the region they prefer.
 *
 * @param region where this gateway stands, or empty when all regions are alike
 * @param after the wait beyond which a call goes on to the next tier or region
 * @param publicBudget what public nodes may cost per hour, up to a million in the currency of their
 *     prices; 0 for no bound
 */
public record SpillConfig(String region, Duration after, double publicBudget) {

  /** The configuration that {@code settings} give. */
  public static SpillConfig from(Settings settings) {
    return new SpillConfig(
        settings.text("tidegate.routing.region").orElse(""),
        settings.at("tidegate.routing.spill-after").duration(Duration.ofMillis(500)),
        settings.at("tidegate.routing.public-budget-per-hour").decimal(0, 0, 1e6));
  }
}
