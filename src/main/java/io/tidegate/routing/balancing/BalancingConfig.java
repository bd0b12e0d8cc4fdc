package io.tidegate.routing.balancing;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.util.Map;
import java.util.TreeMap;

/**
 * By which strategies calls are spread over nodes.
 *
 * @param strategy the one for models of which nothing is said
 * @param models other strategies, by the name of the model
 */
public record BalancingConfig(Strategy strategy, Map<String, Strategy> models) {

  private static final String STRATEGY = "tidegate.balancing.strategy";
  private static final String MODELS = "tidegate.balancing.models";

  public BalancingConfig {
    requireNonNull(strategy, "strategy");
    models = Map.copyOf(models);
  }

  /** The configuration that {@code settings} give. */
  public static BalancingConfig from(Settings settings) {
    Map<String, Strategy> models = new TreeMap<>();
    for (String model : settings.keysBelow(MODELS)) {
      String key = MODELS + "." + model;
      settings.text(key).ifPresent(name -> models.put(model, strategy(key, name)));
    }
    return new BalancingConfig(
        settings
            .text(STRATEGY)
            .map(name -> strategy(STRATEGY, name))
            .orElse(Strategy.WEIGHTED_LEAST_CONNECTIONS),
        models);
  }

  private static Strategy strategy(String key, String name) {
    return Strategy.named(name)
        .orElseThrow(() -> new SettingException(key, Strategy.RULE + ", not '" + name + "'"));
  }
}
