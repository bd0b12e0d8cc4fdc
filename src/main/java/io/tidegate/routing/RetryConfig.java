package io.tidegate.routing;

import io.tidegate.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a call may cost beyond its first attempt.
 *
 * @param ratio retries per call over all calls, 0 to 1
 * @param perSecond retries that are always allowed in each second, so that a quiet server has some
 * @param hedging when a second attempt is started beside the first
 * @param fallbacks which models may answer, in order, when the one asked for cannot
 */
public record RetryConfig(
    double ratio, int perSecond, Hedging hedging, Map<String, List<String>> fallbacks) {

  private static final String FALLBACKS = "tidegate.fallbacks";

  /**
   * When a second attempt is started beside the first.
   *
   * @param enabled whether at all
   * @param maxPromptTokens only for prompts up to this estimate
   * @param ratio hedges per call over all calls
   * @param maxSaturation not while more than this share of the pool's places is taken
   */
  public record Hedging(boolean enabled, int maxPromptTokens, double ratio, double maxSaturation) {}

  public RetryConfig {
    fallbacks = Map.copyOf(fallbacks);
  }

  /** The configuration that {@code settings} give; ratios after Google's SRE book and Finagle. */
  public static RetryConfig from(Settings settings) {
    Map<String, List<String>> fallbacks = new TreeMap<>();
    for (String model : settings.keysBelow(FALLBACKS)) {
      fallbacks.put(model, settings.list(FALLBACKS + "." + model));
    }
    return new RetryConfig(
        settings.at("tidegate.retries.ratio").decimal(RetryBudget.DEFAULT_RATIO, 0, 1),
        settings
            .at("tidegate.retries.per-second")
            .integer(RetryBudget.DEFAULT_MIN_PER_SECOND, 0, 10_000),
        new Hedging(
            settings.at("tidegate.hedging.enabled").flag(false),
            settings.at("tidegate.hedging.max-prompt-tokens").integer(2000, 1, 1_000_000),
            settings.at("tidegate.hedging.ratio").decimal(0.03, 0, 1),
            settings.at("tidegate.hedging.max-saturation").decimal(0.7, 0, 1)),
        fallbacks);
  }
}
