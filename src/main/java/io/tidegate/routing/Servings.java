package io.tidegate.routing;

import io.tidegate.admission.Limiter;
import io.tidegate.admission.PermitCount;
import io.tidegate.metrics.MetricNames;
import io.tidegate.metrics.Metrics;
import java.util.function.LongSupplier;

/** Makes what is learned of each model at each node, when it is first asked for; thread-safe. */
final class Servings {

  private final RoutingConfig config;
  private final PermitCount permits;
  private final LongSupplier clock;
  private final Metrics metrics;

  Servings(RoutingConfig config, PermitCount permits, LongSupplier clock, Metrics metrics) {
    this.config = config;
    this.permits = permits;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** What is known of {@code model} at {@code node}. */
  Serving of(Node node, String model) {
    Serving known = node.serving(model);
    return known != null ? known : node.serving(model, () -> create(node, model));
  }

  private Serving create(Node node, String model) {
    Limiter limiter = new Limiter(() -> node.spec().maxConnections(), permits, clock);
    Breaker breaker = new Breaker(config.slowStart());
    String[] labels = {"node", node.name(), "model", model};
    metrics.gauge(MetricNames.LIMIT, limiter::limit, labels);
    metrics.gauge(
        MetricNames.BREAKER_STATE, () -> breaker.state(clock.getAsLong()).level(), labels);
    return new Serving(limiter, breaker);
  }
}
