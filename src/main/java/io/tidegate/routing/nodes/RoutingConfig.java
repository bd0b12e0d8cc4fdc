package io.tidegate.routing.nodes;

import io.tidegate.settings.Aliases;
import io.tidegate.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How calls are spread and failing nodes are treated.
 *
 * @param maxAttempts how often one call may be tried, the first attempt included
 * @param consecutiveFailures after how many failures in a row a node is ejected
 * @param ejectionTime how long the first ejection lasts; the n-th lasts n times as long
 * @param maxEjectionTime how long an ejection lasts at most
 * @param slowStart how long a re-admitted node takes to get back to its whole weight
 * @param discovery how often nodes without configured models are asked for them
 * @param aliases other names for models: what a client may say, and what is meant
 * @param nodeFile where changes of the pool are kept
 */
public record RoutingConfig(
    int maxAttempts,
    int consecutiveFailures,
    Duration ejectionTime,
    Duration maxEjectionTime,
    Duration slowStart,
    Duration discovery,
    Aliases aliases,
    Path nodeFile) {

  /** The configuration that {@code settings} give; defaults after Envoy's outlier detection. */
  public static RoutingConfig from(Settings settings) {
    return new RoutingConfig(
        settings.at("tidegate.routing.max-attempts").integer(3, 1, 10),
        settings.at("tidegate.routing.consecutive-failures").integer(5, 1, 1000),
        settings.at("tidegate.routing.ejection-time").duration(Duration.ofSeconds(30)),
        settings.at("tidegate.routing.max-ejection-time").duration(Duration.ofMinutes(5)),
        settings.at("tidegate.routing.slow-start").duration(Duration.ofSeconds(30)),
        settings.at("tidegate.routing.discovery-interval").duration(Duration.ofMinutes(1)),
        Aliases.from(settings),
        Path.of(settings.text("tidegate.routing.node-file").orElse("tidegate-data/nodes.json")));
  }
}
